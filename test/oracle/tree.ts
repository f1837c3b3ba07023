import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexGraph } from '../../server/src/kernel/index/index-graph.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';

/** The tree that the oracles read, or `undefined` with a line that says so. */
export function oracleTree(): string | undefined {
  const { LIVEPATCH_KERNEL_6_1: tree } = process.env;
  if (tree !== undefined && existsSync(join(tree, 'Makefile'))) return tree;
  process.stdout.write('left out: LIVEPATCH_KERNEL_6_1 names no kernel tree\n');
  return undefined;
}

/** The index of that tree, without a configuration: every definition counts, built or not. */
export async function oracleGraph(tree: string): Promise<IndexGraph> {
  const folder = join(tmpdir(), 'livepatch-feasibility-oracle');
  return (await new DiskIndexes(undefined, folder).open(tree, {})).graph;
}

/** Some of a list, the same in every run. */
export function sampled<T>(list: readonly T[], count: number, seed = 11): readonly T[] {
  let state = seed;
  const keyed = list.map((item) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { item, key: state };
  });
  return keyed
    .sort((one, other) => one.key - other.key)
    .slice(0, count)
    .map(({ item }) => item);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
