import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TreeIndex } from '../../kernel/index/indexes.ts';
import { NotAKernelTree } from '../../kernel/open-tree.ts';
import { DiskIndexes } from './open-index.ts';
import { ScanCancelled } from './scan-tree.ts';

let folder = '';
let tree = '';
let cache = '';

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function open(): Promise<TreeIndex> {
  return new DiskIndexes(undefined, cache).open(tree, {});
}

function names(index: TreeIndex): readonly string[] {
  return Array.from({ length: index.graph.size }, (_, id) => index.graph.get(id).name);
}

function keptFile(): string {
  return join(cache, readdirSync(cache).find((name) => name.endsWith('.index')) ?? '');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-index-'));
  tree = join(folder, 'a tree, ünïcode');
  cache = join(folder, 'cache');
  write('Makefile', 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\nEXTRAVERSION =\n');
  write('kernel/a.c', 'void callee(void) { }\nvoid caller(void) { callee(); }\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the index of a tree', () => {
  it('is built once, and again when a file changes, comes or goes', async () => {
    expect((await open()).rebuilt).toEqual({ kind: 'none kept' });
    expect((await open()).rebuilt).toBeUndefined();
    write('kernel/b.c', 'void later(void) { caller(); }\n');
    const grown = await open();
    expect(grown.rebuilt).toEqual({ kind: 'tree changed', changes: 1 });
    expect(names(grown)).toEqual(['callee', 'caller', 'later']);
    rmSync(join(tree, 'kernel/a.c'));
    expect(names(await open())).toEqual(['later']);
  });

  it('is built again when the kept file is damaged, cut short or no index', async () => {
    await open();
    const bytes = readFileSync(keptFile());
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(keptFile(), bytes);
    expect((await open()).rebuilt).toEqual({ kind: 'unusable', fault: 'damaged' });
    truncateSync(keptFile(), 1000);
    expect((await open()).rebuilt).toEqual({ kind: 'unusable', fault: 'cut short' });
    writeFileSync(keptFile(), 'not an index');
    expect((await open()).rebuilt).toEqual({ kind: 'unusable', fault: 'not an index' });
    expect((await open()).rebuilt).toBeUndefined();
  });

  it('answers even where it cannot be kept, and says why', async () => {
    writeFileSync(cache, 'a file where the folder should be');
    const index = await open();
    expect(names(index)).toEqual(['callee', 'caller']);
    expect(index.unkept).toMatch(/EEXIST|ENOTDIR/);
  });

  it('leaves nothing half written behind when the disk refuses', async () => {
    await open();
    expect(readdirSync(cache).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('survives loops of links, odd paths, odd bytes and a directory named like a source', async () => {
    symlinkSync('..', join(tree, 'kernel/loop'));
    symlinkSync('loop.c', join(tree, 'kernel/loop.c'));
    symlinkSync('a.c', join(tree, 'kernel/again.c'));
    write('kernel/spa ce/ö.c', 'void odd(void) { }\n');
    write(
      'kernel/bytes.c',
      Uint8Array.from({ length: 4096 }, (_, at) => (at * 131) & 255),
    );
    mkdirSync(join(tree, 'kernel/dir.c'));
    const index = await open();
    expect(names(index)).toContain('odd');
    expect(index.skipped.map((one) => one.path)).toEqual(['kernel/loop.c']);
  });

  it('says what is larger than a source can be', async () => {
    write('kernel/big.c', 'int x;\n');
    truncateSync(join(tree, 'kernel/big.c'), 200 << 20);
    const index = await open();
    expect(index.skipped).toEqual([{ path: 'kernel/big.c', reason: 'larger than 64 MB' }]);
  });

  it('is refused where there is no kernel tree', async () => {
    rmSync(join(tree, 'Makefile'));
    await expect(open()).rejects.toBeInstanceOf(NotAKernelTree);
  });

  it('can be called off', async () => {
    const indexes = new DiskIndexes(undefined, cache);
    await expect(indexes.open(tree, { cancellation: { cancelled: true } })).rejects.toBeInstanceOf(
      ScanCancelled,
    );
  });

  it('after random edits is what a new one would be', async () => {
    let state = 5;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    for (let round = 0; round < 25; round++) {
      const calls = Array.from({ length: 3 }, () => `f${draw(12)}();`).join(' ');
      write(`kernel/f${draw(12)}.c`, `void f${draw(12)}(void) { ${calls} }\n${' '.repeat(round)}`);
      await open();
    }
    await open();
    const refreshed = readFileSync(keptFile());
    rmSync(cache, { recursive: true });
    await open();
    expect(readFileSync(keptFile()).equals(refreshed)).toBe(true);
  });
});
