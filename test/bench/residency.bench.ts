import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { explainFunctions } from '../../server/src/feasibility/check.ts';
import type { Environment } from '../../server/src/feasibility/environment.ts';
import type { KernelGraph } from '../../server/src/kernel/model.ts';
import { KernelConfig } from '../../server/src/kernel/tree/config.ts';
import { DiskFiles } from '../../server/src/main/node/disk-files.ts';
import { keptGenerated } from '../../server/src/main/node/kept-generated.ts';
import { keptMacros } from '../../server/src/main/node/kept-macros.ts';
import { openStacks } from '../../server/src/main/node/kept-stacks.ts';
import { lengthSources } from '../../server/src/main/node/length-sources.ts';
import { loadCParser } from '../../server/src/main/node/load-c-parser.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { knowledgeFromGraph } from '../../server/src/stacks/from-graph.ts';
import { kernelProfiles, profileFor } from '../../server/src/transition/profiles.ts';

/** Benchmarks run at the top of the project. */
const root = process.cwd();

/** Functions of one patch, as many as the goal speaks of. */
const manyFunctions = 500;

interface Spent {
  readonly milliseconds: number;
  /** Processor time, which a busy machine does not stretch. */
  readonly processor: number;
}

async function spent(work: () => unknown): Promise<Spent> {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: performance.now() - began, processor: (user + system) / 1000 };
}

function row(what: string, { milliseconds, processor }: Spent): string {
  return `${what.padEnd(46)} ${milliseconds.toFixed(1).padStart(8)} ms   processor ${processor.toFixed(1).padStart(8)} ms`;
}

/** Numbers below `limit`, the same at each run. */
function* numbersBelow(limit: number): Generator<number, never> {
  for (let state = 20_251; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    yield state % limit;
  }
}

interface OpenTree {
  readonly graph: KernelGraph;
  /** A judge that has been asked nothing yet. */
  environment(): Promise<Environment>;
}

async function openTree(tree: string): Promise<OpenTree> {
  const packed = readFileSync(join(root, 'server/facts/linux-6.1.config.br'));
  const text = brotliDecompressSync(packed).toString();
  const worker = join(root, 'server/dist/index-worker.cjs');
  const { graph, path } = await new DiskIndexes(worker).open(tree, { config: text });
  const config = new KernelConfig(text);
  const files = new DiskFiles(tree);
  const macros = keptMacros(tree, path, config);
  const parser = await loadCParser({
    runtime: join(root, 'server/dist/tree-sitter.wasm'),
    grammar: join(root, 'server/dist/tree-sitter-c.wasm'),
  });
  // Kept by the process that answers the first question about a tree.
  macros.get('');
  keptGenerated(tree, path, config).named('');
  const environment = async (): Promise<Environment> => {
    const generated = keptGenerated(tree, path, config);
    const sources = { macros, generated, config };
    const request = { root: tree, config: text };
    const stacks = await openStacks(graph, path, lengthSources(tree, config), request);
    const knowledge = knowledgeFromGraph(graph, tree, sources, stacks);
    const profile = profileFor(graph.release);
    const knowledgeFor = (): typeof knowledge => knowledge;
    return { parser, tree: files, profile, eras: kernelProfiles, knowledgeFor };
  };
  return { graph, environment };
}

/** Names of functions of the kernel image, drawn with a fixed seed from its C files. */
function drawn(graph: KernelGraph): readonly string[] {
  const names = new Set<string>();
  for (const id of numbersBelow(graph.size)) {
    const { name, build, file } = graph.get(id);
    if (build === 'built-in' && file.endsWith('.c')) names.add(name);
    if (names.size === manyFunctions) break;
  }
  return [...names];
}

/**
 * What one explained function costs, and all functions of a large patch, on a tree that was indexed
 * before: facts, patchability, and the verdicts of every scenario on every kernel. The start of the
 * command and the reading of the index are apart. Needs a tree in LIVEPATCH_KERNEL_6_1.
 */
export default async function bench(say: (line: string) => void): Promise<void> {
  const tree = process.env['LIVEPATCH_KERNEL_6_1'];
  if (tree === undefined) {
    say('left out: LIVEPATCH_KERNEL_6_1 names no kernel tree');
    return;
  }
  const open = await openTree(tree);
  explainFunctions(['schedule'], await open.environment());
  const first = await open.environment();
  const lookUp = (environment: Environment, name: string): unknown =>
    environment.knowledgeFor(environment.profile).lookup(name);
  say(row('one function (ep_poll): its facts', await spent(() => lookUp(first, 'ep_poll'))));
  say(row('  with its verdicts', await spent(() => explainFunctions(['ep_poll'], first))));
  const names = drawn(open.graph);
  const all = await open.environment();
  const facts = await spent(() => names.map((name) => lookUp(all, name)));
  say(row(`${names.length} functions: their facts`, facts));
  say(row('  with their verdicts', await spent(() => explainFunctions(names, all))));
}
