import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exportLines } from '../../server/src/cli/query-output.ts';
import type { IndexGraph } from '../../server/src/kernel/index/index-graph.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';

/** A kernel tree of a few files in a folder of its own, and a place for its index. */
export class SmallTree {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'small-tree-'));
  readonly root: string = join(this.folder, 'a tree, ünïcode');
  /** What `XDG_CACHE_HOME` names. */
  readonly cacheHome: string = join(this.folder, 'cache');

  constructor() {
    this.write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\nEXTRAVERSION =\n');
    this.write('.config', 'CONFIG_X86=y\nCONFIG_SMP=y\n');
    this.write('Kbuild', 'obj-y += kernel/\n');
  }

  /** Where the command line keeps indexes. */
  get cache(): string {
    return join(this.cacheHome, 'livepatch-feasibility');
  }

  write(path: string, text: string | Uint8Array): void {
    const place = join(this.root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { force: true });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every definition and call of a graph as text, in an order that does not depend on how it was built. */
export function everything(graph: IndexGraph): string {
  const text = [...exportLines(graph, 'json', {})].join('');
  return text.split('\n').sort().join('\n');
}

/** What an index built from nothing says of a tree. */
export async function builtAnew(tree: SmallTree): Promise<string> {
  const folder = mkdtempSync(join(tree.folder, 'anew-'));
  return everything((await new DiskIndexes(undefined, folder).open(tree.root, {})).graph);
}

/** Numbers below a bound, the same in every run. */
export function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/** All that a graph answers about calls, as text that does not depend on how functions are numbered. */
export function answers(graph: IndexGraph): string {
  const name = (id: number): string => {
    const { name: text, file, line } = graph.get(id);
    return `${text} ${file}:${line}`;
  };
  const everySlot = { addSlot: () => true };
  const sorted = (names: readonly string[]): string => [...new Set(names)].sort().join('; ');
  const lines: string[] = [];
  for (let id = 0; id < graph.size; id += 1) {
    const ahead: string[] = [];
    const behind: string[] = [];
    graph.eachCallee(id, everySlot, (callee, pointer) => ahead.push(`${name(callee)} ${pointer}`));
    graph.eachCaller(id, everySlot, (caller) => behind.push(name(caller)));
    const calls = graph
      .allCallees(id)
      .map(({ callee, line, kind, via }) => `${line} ${name(callee)} ${kind} ${via ?? ''}`);
    const lost = graph.indirectCalls(id).map(({ line, via }) => `${line} ${via}`);
    lines.push(
      `${name(id)} ${graph.get(id).build}`,
      ` calls ${sorted(calls)}`,
      ` ahead ${sorted(ahead)}`,
      ` behind ${sorted(behind)}`,
      ` callers ${sorted(graph.callersOf(id).map(name))}`,
      ` lost ${sorted(lost)}`,
    );
  }
  const roots = graph
    .roots()
    .map((root) => `${root.kind} ${name(root.function)} ${root.file}:${root.line}`);
  return [...lines, ...roots.sort()].join('\n');
}
