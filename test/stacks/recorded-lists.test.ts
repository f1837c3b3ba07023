import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { generatedFunctions } from '../../server/src/kernel/generated/generated.ts';
import {
  type GeneratedFunction,
  generatedByName,
} from '../../server/src/kernel/generated/model.ts';
import type { KernelFunction, KernelGraph } from '../../server/src/kernel/model.ts';
import { withoutClone } from '../../server/src/kernel/symbols/clones.ts';
import type { KernelLists } from '../../server/src/kernel/symbols/lists.ts';
import type { SymbolList } from '../../server/src/kernel/symbols/symbol-list.ts';
import { readSymbols, readTraceable } from '../../server/src/kernel/symbols/text-lists.ts';
import { buildPlanOf } from '../../server/src/kernel/tree/build-plan.ts';
import { KernelConfig } from '../../server/src/kernel/tree/config.ts';
import { DiskFilesAtHand } from '../../server/src/main/node/disk-files.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import type { PatchFact } from '../../server/src/stacks/fact.ts';
import { readAnnotationMacros } from '../../server/src/stacks/patchable/definitions.ts';
import {
  PatchabilityReader,
  type PatchSources,
} from '../../server/src/stacks/patchable/patchability.ts';

/**
 * Patchability held to what real kernels listed: Debian's 6.1 and 6.12 (amd64), their configuration and
 * their source.
 *
 * The truth: the names in `available_filter_functions`, without the places that no function is left at
 * (`__ftrace_invalid_address___`, kernel/trace/ftrace.c) and without the compiler's clones, of which a
 * test of their own asks.
 *
 * The answers: every name that the tree defines for the kernel image, headers among them, and every name
 * that a macro makes there. The list holds names only, so that a name is answered "yes" where one of its
 * definitions is. Modules are left out on both sides: the recorded lists are of vmlinux.
 *
 * Precision: of the names answered "yes", those in the list. Recall: of the names in the list, those
 * answered "yes". A system call without arguments counts as listed under each of its names: its code is
 * one (`__alias` in arch/x86/include/asm/syscall_wrapper.h), the list has but `__do_sys_…`, and the
 * recorded kernels took patches of `__x64_sys_pause`.
 */

const truth = process.env['LIVEPATCH_TRUTH'] ?? '';

interface Kernel {
  readonly version: string;
  readonly tree: string | undefined;
  readonly config: string;
}

const kernels: readonly Kernel[] = [
  {
    version: '6.1',
    tree: process.env['LIVEPATCH_KERNEL_6_1'],
    config: 'config-6.1.0-56-amd64.gz',
  },
  {
    version: '6.12',
    tree: process.env['LIVEPATCH_KERNEL_6_12'],
    config: 'config-6.12.117+deb12-amd64.gz',
  },
];

const absent = kernels.filter(
  ({ tree, config }) =>
    truth === '' || tree === undefined || !existsSync(tree) || !existsSync(join(truth, config)),
);

/** Stands in the titles of tests that are left out, so that the reason is printed with them. */
function note(kernel: Kernel): string {
  if (!absent.includes(kernel)) return '';
  const variable = `LIVEPATCH_KERNEL_${kernel.version.replace('.', '_')}`;
  return ` (left out: needs LIVEPATCH_TRUTH and ${variable})`;
}

function unpacked(name: string): string {
  return gunzipSync(readFileSync(join(truth, name))).toString();
}

type Answers = ReadonlyMap<string, readonly PatchFact[]>;

/** A tree read once, and asked with and without the symbols. */
interface Opened {
  readonly graph: KernelGraph;
  readonly sources: PatchSources;
  readonly made: readonly GeneratedFunction[];
  readonly traceable: SymbolList;
  readonly symbols: SymbolList;
  bySymbols?: Answers;
}

const opened = new Map<string, Promise<Opened>>();

function open(kernel: Kernel): Promise<Opened> {
  const known = opened.get(kernel.version) ?? read(kernel);
  opened.set(kernel.version, known);
  return known;
}

async function read({ version, tree = '', config }: Kernel): Promise<Opened> {
  const text = unpacked(config);
  const settings = new KernelConfig(text);
  const folder = join(tmpdir(), 'livepatch-feasibility-recorded');
  const { graph } = await new DiskIndexes(undefined, folder).open(tree, { config: text });
  const atHand = new DiskFilesAtHand(tree);
  const textOf = (path: string): string | undefined => {
    const bytes = atHand.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const plan = buildPlanOf(textOf, settings, 'x86');
  const made = generatedFunctions(atHand, plan, 'x86', settings);
  const macros = readAnnotationMacros(atHand, 'x86', settings);
  const traceable = readTraceable(unpacked(`available_filter_functions-${version}.txt.gz`));
  const symbols = readSymbols(unpacked(`symbols-${version}.txt.gz`));
  if (traceable === undefined || symbols === undefined) throw new Error('a recorded list is empty');
  const generated = generatedByName(() => made);
  return {
    graph,
    sources: { macros, generated, config: settings },
    made,
    traceable,
    symbols,
  };
}

/** The answers with the symbols, given once. */
function answersBySymbols(tree: Opened): Answers {
  tree.bySymbols ??= answers(tree, { symbols: tree.symbols });
  return tree.bySymbols;
}

/** The names of a recorded list of traceable functions that are no clones. */
function listed(version: string): ReadonlySet<string> {
  const names = unpacked(`available_filter_functions-${version}.txt.gz`).split('\n');
  return new Set(
    names.filter(
      (name) =>
        name !== '' && withoutClone(name) === name && !name.startsWith('__ftrace_invalid_address'),
    ),
  );
}

/** Every answer about the kernel image, by name. */
function answers({ graph, sources, made }: Opened, lists: KernelLists): Answers {
  const reader = new PatchabilityReader(graph, { ...sources, lists });
  const byName = new Map<string, PatchFact[]>();
  const add = (name: string, fact: PatchFact): void => {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [fact]);
    else known.push(fact);
  };
  for (let id = 0; id < graph.size; id += 1) {
    const it: KernelFunction = graph.get(id);
    if (it.build !== 'module' && it.build !== 'not-built') add(it.name, reader.of(id));
  }
  for (const each of made) {
    const known = graph.definitions(each.name).some((it) => it.file === each.file);
    if (!known) add(each.name, reader.ofGenerated(each));
  }
  return byName;
}

const sameCall = /^__(?:x64|ia32)_sys_(\w+)$/;

function isListed(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(name)) return true;
  const call = sameCall.exec(name)?.[1];
  return call !== undefined && names.has(`__do_sys_${call}`);
}

interface Figures {
  readonly precision: number;
  readonly recall: number;
}

function figures(version: string, how: string, byName: Answers): Figures {
  const names = listed(version);
  const isYes = (name: string): boolean =>
    byName.get(name)?.some((fact) => fact.answer === 'yes') ?? false;
  const yes = [...byName.keys()].filter(isYes);
  const wrong = yes.filter((name) => !isListed(names, name));
  const missed = [...names].filter((name) => !isYes(name));
  const precision = 1 - wrong.length / yes.length;
  const recall = 1 - missed.length / names.size;
  const share = (value: number): string => `${(value * 100).toFixed(2)} %`;
  process.stdout.write(
    `Linux ${version}, ${how}: precision ${share(precision)} of ${yes.length}, recall ${share(recall)} of ${names.size}; wrong: ${wrong.slice(0, 8).join(' ')}; missed: ${missed.slice(0, 8).join(' ')}\n`,
  );
  return { precision, recall };
}

describe.each(kernels)('the recorded lists of Linux $version', (kernel) => {
  const run = test.skipIf(absent.includes(kernel));
  const { version } = kernel;

  run(`are met with the symbols${note(kernel)}`, { timeout: 600_000 }, async () => {
    const tree = await open(kernel);
    const { precision, recall } = figures(version, 'with symbols', answersBySymbols(tree));
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.99);
  });

  run(`are met from source alone${note(kernel)}`, { timeout: 600_000 }, async () => {
    const tree = await open(kernel);
    const byName = answers(tree, {});
    const { precision, recall } = figures(version, 'from source alone', byName);
    const supposed = [...byName].filter(
      ([, facts]) =>
        facts.some((fact) => fact.reason === 'likely-inlined') &&
        !facts.some((fact) => fact.answer === 'yes'),
    );
    const right = supposed.filter(([name]) => tree.symbols.of(name).length === 0);
    process.stdout.write(
      `Linux ${version}: of ${supposed.length} called probably inlined, ${((right.length / supposed.length) * 100).toFixed(1)} % have no symbol, not even a clone's\n`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(right.length / supposed.length).toBeGreaterThanOrEqual(0.8);
  });

  run(`call no clone patchable by its own name${note(kernel)}`, { timeout: 600_000 }, async () => {
    const tree = await open(kernel);
    const { symbols } = tree;
    const wrong = [...answersBySymbols(tree)].filter(([name, facts]) => {
      const present = symbols.of(name);
      const onlyClones = present.length > 0 && !present.includes(name);
      return onlyClones && facts.some((fact) => fact.answer === 'yes');
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});
