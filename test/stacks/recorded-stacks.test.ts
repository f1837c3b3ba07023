import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KernelConfig } from '../../server/src/kernel/tree/config.ts';
import { lengthSources } from '../../server/src/main/node/length-sources.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { knowledgeFromFacts } from '../../server/src/stacks/from-facts.ts';
import { knowledgeFromGraph } from '../../server/src/stacks/from-graph.ts';
import type { FunctionKnowledge } from '../../server/src/stacks/model.ts';
import { computedStacks } from '../../server/src/stacks/stack-facts.ts';

/** Residency held to the stacks that were recorded on real kernels: by the bundled facts, and by the trees themselves. */

const truth = process.env['LIVEPATCH_TRUTH'];

function bundled(version: string, what: 'facts' | 'config'): Buffer {
  const file = new URL(`../../server/facts/linux-${version}.${what}.br`, import.meta.url);
  return brotliDecompressSync(readFileSync(file));
}

async function fromTree(version: string, tree: string): Promise<FunctionKnowledge> {
  const text = bundled(version, 'config').toString();
  const config = new KernelConfig(text);
  const folder = join(tmpdir(), 'livepatch-feasibility-recorded');
  const { graph } = await new DiskIndexes(undefined, folder).open(tree, { config: text });
  const stacks = computedStacks(graph, lengthSources(tree, config));
  return knowledgeFromGraph(graph, `the tree at ${tree}`, { config }, stacks);
}

/** What a recorded kernel is known by. */
interface Source {
  readonly version: string;
  /** "bundled facts", "the tree". */
  readonly by: string;
  /** Stands in the titles of tests that are left out, so that the reason is printed with them; empty for none. */
  readonly leftOut: string;
  readonly open: () => Promise<FunctionKnowledge>;
}

/** Opened at the first test that asks, and once. */
function once(open: () => Promise<FunctionKnowledge>): () => Promise<FunctionKnowledge> {
  let opened: Promise<FunctionKnowledge> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

const noTruth = truth === undefined ? ' (left out: LIVEPATCH_TRUTH names no folder)' : '';

const sources = ['6.1', '6.12'].flatMap((version): Source[] => {
  const variable = `LIVEPATCH_KERNEL_${version.replace('.', '_')}`;
  const tree = process.env[variable];
  const noTree =
    tree === undefined || !existsSync(tree) ? ` (left out: ${variable} names no kernel tree)` : '';
  return [
    {
      version,
      by: 'bundled facts',
      leftOut: noTruth,
      open: once(async () => knowledgeFromFacts(bundled(version, 'facts'))),
    },
    {
      version,
      by: 'the tree',
      leftOut: noTruth === '' ? noTree : noTruth,
      open: once(() => fromTree(version, tree ?? '')),
    },
  ];
});

/** Functions on the stacks of sleeping tasks, with a task of each; running tasks are left out. */
function recorded(text: string): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  let task = '';
  for (const line of text.split('\n')) {
    const name = /^\s+([\w.]+)\+0x/.exec(line)?.[1];
    if (name === undefined) task = line;
    else if (!task.endsWith(' R') && !seen.has(name)) seen.set(name, task);
  }
  return seen;
}

/** Labels of assembly, which bundled facts have nothing of. */
const assembly = /^(entry_|ret_from_fork|asm_|do_syscall_64)/;

interface Row {
  readonly kernel: string;
  readonly target: string;
  readonly outcome: string;
  readonly first_pass: readonly string[] | null;
  readonly blockers:
    | readonly { readonly comm: string; readonly stack?: readonly string[] }[]
    | null;
}

function rowsOf(version: string): readonly Row[] {
  return readFileSync(join(truth ?? '', 'matrix.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.kernel.startsWith(`${version}.`));
}

const fleeting: ReadonlySet<string> = new Set(['transient', 'leaf', 'interrupt']);

/** A tree that was not indexed before takes minutes where others work beside. */
const limit = { timeout: 600_000 };

describe.each(sources)('what was recorded on Linux $version, by $by$leftOut', (source) => {
  const { version, open } = source;
  const stacks = join(truth ?? '', `stacks-${version}.txt`);
  const run = test.skipIf(source.leftOut !== '' || !existsSync(stacks));
  const isExplained = (knowledge: FunctionKnowledge, name: string): boolean => {
    const answer = knowledge.lookup(name);
    if (answer === undefined || answer.file.endsWith('.S')) return assembly.test(name);
    return answer.residency.some((each) => !fleeting.has(each.kind));
  };

  run('every function on a sleeping stack is explained', limit, async () => {
    const knowledge = await open();
    const missed = [...recorded(readFileSync(stacks, 'utf8'))].filter(
      ([name]) => !isExplained(knowledge, name),
    );
    expect(missed).toEqual([]);
  });

  run('every function that a task slept in when a patch was loaded is explained', async () => {
    const knowledge = await open();
    const slept = rowsOf(version).filter(
      (row) =>
        row.outcome === 'stalled' ||
        row.first_pass?.some((line) => line.includes('is sleeping on')),
    );
    const missed = slept.filter((row) => !isExplained(knowledge, row.target));
    expect([...new Set(missed.map((row) => row.target))]).toEqual([]);
    expect(slept.length).toBeGreaterThan(20);
  });

  run('every function on the stack of a task that blocked is explained', async () => {
    const knowledge = await open();
    const seen = new Set(
      rowsOf(version).flatMap((row) => (row.blockers ?? []).flatMap((task) => task.stack ?? [])),
    );
    const missed = [...seen].filter((name) => !isExplained(knowledge, name));
    expect(missed).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });
});
