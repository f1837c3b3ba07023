import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { everything } from './small-tree.ts';

const tree = process.env['LIVEPATCH_KERNEL_6_1'];
const workerScript = join(import.meta.dirname, '../../server/dist/index-worker.cjs');

/** Why nothing can be compared; empty otherwise. */
const reason = ((): string => {
  if (tree === undefined || !existsSync(join(tree, 'Makefile'))) {
    return ' (left out: LIVEPATCH_KERNEL_6_1 names no kernel tree)';
  }
  return existsSync(workerScript) ? '' : ' (left out: npm run build makes the worker)';
})();

/** What is copied of the tree: the headers that all take in, and much that calls into each other. */
const folders = ['kernel', 'include/linux'];

/** For machines that do much else, ms. */
const patience = 300_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  if (reason !== '' || tree === undefined) return;
  for (const path of ['Makefile', 'Kbuild', ...folders]) {
    cpSync(join(tree, path), join(folder, 'tree', path), { recursive: true });
  }
}, patience);

afterAll(() => rmSync(folder, { recursive: true, force: true }), patience);

/** Definitions and calls as threads find them, or, with none, as this thread does; laid out here or in one more. */
async function found(
  threads: number,
  building: 'here' | 'in a thread' = 'in a thread',
): Promise<string> {
  const script = threads === 0 ? undefined : workerScript;
  const indexes = new DiskIndexes(script, join(folder, `cache-${threads}-${building}`), building);
  const { graph } = await indexes.open(join(folder, 'tree'), { workers: threads });
  return everything(graph);
}

test.skipIf(reason !== '')(
  `one thread and many give the same answers of a kernel's core${reason}`,
  async () => {
    const expected = await found(0);
    expect(expected.split('\n').length).toBeGreaterThan(50_000);
    for (const threads of [1, 3]) expect((await found(threads)) === expected).toBe(true);
    expect((await found(2, 'here')) === expected).toBe(true);
  },
  patience,
);
