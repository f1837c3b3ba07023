import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChangedFacts } from '../../server/src/kernel/index/changed-facts.ts';
import { noChanges } from '../../server/src/kernel/index/changes.ts';
import { openIndex } from '../../server/src/kernel/index/file.ts';
import { IndexGraph } from '../../server/src/kernel/index/index-graph.ts';
import { IndexedFacts, type TreeFacts } from '../../server/src/kernel/index/tree-facts.ts';
import { PathFinder } from '../../server/src/kernel/query/paths.ts';
import { openBytes } from '../../server/src/main/node/index-file.ts';
import { keptLinks } from '../../server/src/main/node/kept-links.ts';
import { listTree } from '../../server/src/main/node/list-tree.ts';
import { DiskIndexes, type KeptIndex } from '../../server/src/main/node/open-index.ts';
import { differenceOf, refreshed } from '../../server/src/main/node/refresh.ts';

const cli = join(process.cwd(), 'server/dist/cli.cjs');
const worker = join(process.cwd(), 'server/dist/index-worker.cjs');

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  /** Seconds of processor time, user and system. */
  readonly processor: number;
}

/** What is joined behind an index is looked for so often, every so many milliseconds. */
const mostTries = 300;
const pollEvery = 200;

/** Runs a command under GNU time; wall clock and peak memory. */
function timed(command: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const started = performance.now();
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%M %U %S', command, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  const [memory = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { seconds, megabytes: memory / 1024, processor: user + system };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number, below: number): Generator<number> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.floor((state / 2 ** 32) * below);
  }
}

/** The whole tree, in a process of its own, beside ctags and cscope; then opening, checking and asking. */
export default async function bench(report: (line: string) => void): Promise<void> {
  const { LIVEPATCH_KERNEL_6_1: tree } = process.env;
  if (tree === undefined || !existsSync(join(tree, 'Makefile'))) {
    report('left out: LIVEPATCH_KERNEL_6_1 names no kernel tree');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kernel-index-'));
  try {
    await compareTools(tree, folder, report);
    const indexes = new DiskIndexes(undefined, join(folder, 'livepatch-feasibility'));
    const kept = indexes.kept(tree);
    if (!('graph' in kept)) throw new Error(`no index was kept: ${kept.kind}`);
    report(`index file: ${(kept.bytes / 1e6).toFixed(1)} MB`);
    reopen(kept.path, report);
    freshness(kept.facts, tree, report);
    edits(kept.facts, tree, join(folder, 'edited'), report);
    await linking(kept.path, report);
    paths('names joined when asked', new IndexGraph(kept.facts), report);
    paths('joined graph, just opened', kept.graph, report);
    paths('joined graph, asked before', kept.graph, report);
    const path = editedIn(tree, join(folder, 'edited'), 'fs/pipe.c');
    paths('joined graph, one file edited', editedGraph(kept, path, folder, report), report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The index, built into an empty folder; what is joined behind it afterwards is waited for. */
async function indexed(tree: string, folder: string): Promise<Run> {
  rmSync(folder, { recursive: true, force: true });
  const run = timed(process.execPath, [cli, 'index', tree], { XDG_CACHE_HOME: folder });
  const kept = join(folder, 'livepatch-feasibility');
  const isJoined = (): boolean => readdirSync(kept).some((name) => name.endsWith('.links'));
  for (let tries = 0; tries < mostTries && !isJoined(); tries++) await pause(pollEvery);
  return run;
}

/** Three runs of the index, with the peers between them: what the machine does besides meets all alike. */
async function compareTools(
  tree: string,
  folder: string,
  report: (line: string) => void,
): Promise<void> {
  listTree(tree);
  const first = await indexed(tree, folder);
  const ctags = timed('ctags', [
    '-R',
    '--languages=C',
    '--kinds-C=f',
    '-f',
    join(folder, 'tags'),
    tree,
  ]);
  const second = await indexed(tree, folder);
  const cscope = timed('sh', ['-c', `cd ${folder} && cscope -bkR -s '${tree}' 2>/dev/null`]);
  const runs = [first, second, await indexed(tree, folder)];
  const index = [...runs].sort((one, other) => one.seconds - other.seconds)[1] ?? first;
  const each = runs.map((run) => run.seconds.toFixed(1)).join(', ');
  const peak = Math.max(...runs.map((run) => run.megabytes));
  report(
    `index: ${index.seconds.toFixed(1)} s (of ${each}), ${index.processor.toFixed(1)} s of processor time, peak ${peak.toFixed(0)} MB`,
  );
  report(
    `ctags -R --languages=C --kinds-C=f: ${ctags.seconds.toFixed(1)} s (${ctags.processor.toFixed(1)} s of processor time); the index is ${(ctags.seconds / index.seconds).toFixed(1)} times as fast`,
  );
  report(
    `cscope -bkR: ${cscope.seconds.toFixed(1)} s (${cscope.processor.toFixed(1)} s of processor time); the index is ${(cscope.seconds / index.seconds).toFixed(1)} times as fast`,
  );
}

function reopen(path: string, report: (line: string) => void): void {
  const times: number[] = [];
  let checked = 0;
  for (let run = 0; run < 9; run++) {
    const started = performance.now();
    const bytes = openBytes(path);
    if (bytes === undefined) throw new Error('the index is gone');
    const opened = openIndex(bytes);
    if (opened.kind !== 'index') throw new Error(opened.fault);
    new IndexGraph(new IndexedFacts(opened.sections)).definitions('do_idle');
    times.push(performance.now() - started);
    const before = performance.now();
    opened.verify();
    checked = performance.now() - before;
  }
  report(
    `re-open to the first answer: median ${percentile(times, 0.5).toFixed(0)} ms; checksums of all blocks ${checked.toFixed(0)} ms`,
  );
}

function freshness(facts: TreeFacts, tree: string, report: (line: string) => void): void {
  const started = performance.now();
  const difference = differenceOf(facts, listTree(tree).files);
  const changes = difference.removed.length + difference.changed.length;
  report(`freshness check: ${(performance.now() - started).toFixed(0)} ms (${changes} changes)`);
}

/** A file of the tree, edited in a copy of it. */
function editedIn(tree: string, copy: string, path: string): string {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  copyFileSync(join(tree, path), join(copy, path));
  appendFileSync(join(copy, path), '\nvoid edited_here(void) { schedule(); }\n');
  return path;
}

/** The facts as they are with some files of a copy of the tree. */
function changed(facts: TreeFacts, copy: string, paths: readonly string[]): TreeFacts {
  if (!(facts instanceof IndexedFacts)) throw new Error('the index has changes already');
  const none = (): undefined => undefined;
  const difference = { removed: [], changed: paths };
  const now = refreshed(copy, undefined, facts, noChanges, difference, none);
  return new ChangedFacts(facts, now.changes);
}

/** The joined graph when one file was edited since, and what its first answer takes. */
function editedGraph(
  { facts, path: index }: KeptIndex,
  path: string,
  folder: string,
  report: (line: string) => void,
): IndexGraph {
  const started = performance.now();
  const now = changed(facts, join(folder, 'edited'), [path]);
  const graph = new IndexGraph(now, () => keptLinks(index, now));
  const [known] = graph.definitions('do_idle');
  if (known !== undefined) graph.callersOf(known.id);
  const milliseconds = performance.now() - started;
  const how = graph.isLinked ? 'over what was joined' : 'joined when asked';
  report(`joined graph, one file edited (${how}), first callers: ${milliseconds.toFixed(0)} ms`);
  return graph;
}

/** Copies of some files, edited, taken in as an editor and as a checkout would have them taken in. */
function edits(facts: TreeFacts, tree: string, copy: string, report: (line: string) => void): void {
  const draw = numbers(11, facts.fileCount);
  const edited = (count: number): readonly string[] =>
    Array.from({ length: count }, () => editedIn(tree, copy, facts.pathOf(draw.next().value ?? 0)));
  const timeOf = (paths: readonly string[]): number => {
    const started = performance.now();
    new IndexGraph(changed(facts, copy, paths)).definitions('edited_here');
    return performance.now() - started;
  };
  const times = Array.from({ length: 41 }, () => timeOf(edited(1)));
  report(
    `one edited file, to the first answer: median ${percentile(times, 0.5).toFixed(1)} ms, worst ${percentile(times, 0.999).toFixed(0)} ms`,
  );
  const checkout = [...new Set(edited(500))].sort();
  report(`${checkout.length} files changed at once: ${timeOf(checkout).toFixed(0)} ms`);
}

/** The joining of all names, in a process of its own as `livepatch-check index` starts it. */
async function linking(index: string, report: (line: string) => void): Promise<void> {
  // What the index command has started is waited for, so that only one is measured.
  for (let tries = 0; tries < 600 && existsSync(`${index}.links.making`); tries++) await pause(100);
  rmSync(`${index}.links`, { force: true });
  const run = timed(process.execPath, [worker, 'link', index]);
  const megabytes = statSync(`${index}.links`).size / 1e6;
  report(
    `all names joined: ${run.seconds.toFixed(1)} s, ${run.processor.toFixed(1)} s of processor time, peak ${run.megabytes.toFixed(0)} MB; kept in ${megabytes.toFixed(1)} MB`,
  );
}

function paths(state: string, graph: IndexGraph, report: (line: string) => void): void {
  const finder = new PathFinder(graph);
  const draw = numbers(7, graph.size);
  const built: number[] = [];
  while (built.length < 2000) {
    const id = draw.next().value ?? 0;
    if (graph.get(id).build === 'built-in' || graph.meta.config === '') built.push(id);
  }
  const times: number[] = [];
  let found = 0;
  for (let at = 0; at < built.length; at += 2) {
    const started = performance.now();
    if (finder.shortest([built[at] ?? 0], [built[at + 1] ?? 0]) !== undefined) found++;
    times.push(performance.now() - started);
  }
  report(
    `shortest path (${state}), ${times.length} random pairs (${found} connected): median ${percentile(times, 0.5).toFixed(2)} ms, 95th percentile ${percentile(times, 0.95).toFixed(1)} ms, worst ${percentile(times, 0.9999).toFixed(0)} ms`,
  );
}
