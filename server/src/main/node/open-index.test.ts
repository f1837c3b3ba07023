import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TreeIndex } from '../../kernel/index/indexes.ts';
import { callsIn, definitionsIn } from '../../kernel/test-tree.ts';
import { NotAKernelTree } from '../../kernel/tree/release.ts';
import { linkAndKeep, linkBehind } from './kept-links.ts';
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

function linksFile(): string {
  return `${keptFile()}.links`;
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
  it('is built once; files that change, come or go are read again, and no others', async () => {
    expect(await open()).toMatchObject({ rebuilt: { kind: 'none kept' }, reread: 0 });
    expect(await open()).toMatchObject({ rebuilt: undefined, reread: 0 });
    write('kernel/b.c', 'void later(void) { caller(); }\n');
    const grown = await open();
    expect(grown).toMatchObject({ rebuilt: undefined, reread: 1 });
    expect(names(grown)).toEqual(['callee', 'caller', 'later']);
    expect(grown.graph.search('lat', 5).map((one) => one.name)).toEqual(['later']);
    expect(grown.graph.search('call', 5).map((one) => one.name)).toEqual(['callee', 'caller']);
    expect(await open()).toMatchObject({ rebuilt: undefined, reread: 0 });
    rmSync(join(tree, 'kernel/a.c'));
    expect(names(await open())).toEqual(['later']);
    write('kernel/a.c', 'void again(void) { later(); }\n');
    expect(names(await open())).toEqual(['again', 'later']);
  });

  it('is there as it was kept, without a look at the files, until it is compared with them', async () => {
    const asKept = () => new DiskIndexes(undefined, cache).asKept(tree, {});
    expect(asKept()).toBeUndefined();
    await open();
    write('kernel/b.c', 'void later(void) { caller(); }\n');
    expect(names(asKept() as TreeIndex)).toEqual(['callee', 'caller']);
    expect(names(await open())).toEqual(['callee', 'caller', 'later']);
    expect(names(asKept() as TreeIndex)).toEqual(['callee', 'caller', 'later']);
    const bytes = readFileSync(keptFile());
    bytes[bytes.length - 20] = ~(bytes[bytes.length - 20] ?? 0);
    writeFileSync(keptFile(), bytes);
    expect(asKept()).toBeUndefined();
  });

  it('is built again when a Makefile changes', async () => {
    write('Kbuild', 'obj-y += kernel/\n');
    await open();
    write('kernel/Makefile', 'obj-y += a.o\n');
    expect((await open()).rebuilt).toEqual({ kind: 'tree changed', changes: 1 });
    expect((await open()).rebuilt).toBeUndefined();
  });

  it('is told of some files alone', async () => {
    const indexes = new DiskIndexes(undefined, cache);
    const before = await indexes.open(tree, {});
    write('kernel/a.c', 'void other(void) { }\n');
    write('kernel/b.c', 'void unseen(void) { }\n');
    const after = indexes.update(tree, before, ['kernel/a.c', 'kernel/none.c']);
    expect(names(after)).toEqual(['other']);
    expect(names(before)).toEqual(['callee', 'caller']);
    expect(names(await open())).toEqual(['other', 'unseen']);
  });

  it('takes no changes that are damaged or are of another index', async () => {
    await open();
    write('kernel/b.c', 'void later(void) { caller(); }\n');
    await open();
    const path = `${keptFile()}.changes`;
    const bytes = readFileSync(path);
    for (const at of [0, 9, 20, bytes.length >> 1, bytes.length - 1]) {
      const bad = Buffer.from(bytes);
      bad[at] = (bad[at] ?? 0) ^ 1;
      writeFileSync(path, bad);
      expect(names(await open())).toEqual(['callee', 'caller', 'later']);
    }
    rmSync(keptFile());
    rmSync(join(tree, 'kernel/b.c'));
    await open();
    writeFileSync(path, bytes);
    expect(names(await open())).toEqual(['callee', 'caller']);
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

  it('has its names joined once, and anew where what is kept is damaged or of another state', async () => {
    const indexes = new DiskIndexes(undefined, cache);
    const first = await indexes.open(tree, {});
    expect(first.graph.isLinked).toBe(false);
    const expected = answers(first);
    indexes.linkLater(first);
    const bytes = readFileSync(linksFile());
    const opened = await indexes.open(tree, {});
    expect(opened.graph.isLinked).toBe(true);
    expect(answers(opened)).toBe(expected);
    for (const at of [0, 8, 13, 20, bytes.length >> 1, bytes.length - 1]) {
      const bad = Buffer.from(bytes);
      bad[at] = (bad[at] ?? 0) ^ 1;
      for (const written of [bad, bytes.subarray(0, at)]) {
        writeFileSync(linksFile(), written);
        const now = await indexes.open(tree, {});
        expect(now.graph.isLinked).toBe(false);
        expect(answers(now)).toBe(expected);
      }
    }
    indexes.link(await indexes.open(tree, {}));
    expect(readFileSync(linksFile())).toEqual(bytes);
    write('kernel/b.c', 'void later(void) { caller(); }\n');
    const changed = await indexes.open(tree, {});
    expect(changed.graph.isLinked).toBe(true);
    expect(changed.graph.editsSinceLinked).toBe(1);
    indexes.link(changed);
    expect((await indexes.open(tree, {})).graph.editsSinceLinked).toBe(0);
    expect(indexes.update(tree, changed, ['kernel/a.c']).graph.isLinked).toBe(true);
  });

  it('whose names another process joins is left to that, unless it was killed', async () => {
    const { facts } = (await open()).graph;
    const sign = `${linksFile()}.making`;
    writeFileSync(sign, '');
    linkBehind(facts, keptFile());
    expect(existsSync(linksFile())).toBe(false);
    utimesSync(sign, 0, 0);
    linkBehind(facts, keptFile());
    expect(existsSync(linksFile())).toBe(true);
    expect(existsSync(sign)).toBe(false);
    rmSync(cache, { recursive: true });
    linkAndKeep(facts, join(cache, 'gone.index'));
    expect(existsSync(cache)).toBe(false);
  });

  it('leaves out a file that cannot be read', async () => {
    // A directory in the place of a file stands for one that may not be read, which root always may.
    write('kernel/b.c', 'void unseen(void) { }\n');
    const plain = await open();
    expect(names(plain)).toContain('unseen');
    rmSync(join(tree, 'kernel/b.c'));
    mkdirSync(join(tree, 'kernel/b.c'));
    expect(names(await open())).toEqual(['callee', 'caller']);
  });

  it('after 200 random edits answers what a new one would', { timeout: 120_000 }, async () => {
    let state = 5;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const indexes = new DiskIndexes(undefined, cache);
    const fresh = new DiskIndexes(undefined, join(folder, 'fresh'));
    let index = await indexes.open(tree, {});
    for (let round = 0; round < 200; round++) {
      const path = draw(4) === 0 ? `include/linux/h${draw(3)}.h` : `kernel/f${draw(8)}.c`;
      if (draw(6) === 0) rmSync(join(tree, path), { force: true });
      else write(path, `${randomSource(draw)}${' '.repeat(round)}\n`);
      index = round % 3 === 0 ? await indexes.open(tree, {}) : indexes.update(tree, index, [path]);
      if (round % 10 !== 9) continue;
      const rebuilt = await fresh.open(tree, { rebuild: true });
      const asked = answers(rebuilt);
      expect(answers(index)).toBe(asked);
      indexes.link(index);
      expect(answers(index)).toBe(asked);
      const opened = await indexes.open(tree, {});
      expect(opened.graph.isLinked).toBe(true);
      expect(answers(opened)).toBe(asked);
    }
  });
});

/** Everything an index answers, as text. */
function answers({ graph }: TreeIndex): string {
  const ids = Array.from({ length: graph.size }, (_, id) => id);
  const callers = ids.map((id) => graph.callersOf(id).join(' '));
  const turned = ids.map(() => new Set<number>());
  for (const id of ids) for (const { callee } of graph.callees(id)) turned[callee]?.add(id);
  expect(callers).toEqual(turned.map((set) => [...set].sort((a, b) => a - b).join(' ')));
  const roots = graph.roots().map((root) => JSON.stringify(root));
  return [definitionsIn(graph), callsIn(graph), ...callers, ...roots].join('\n');
}

/** A few declarations that speak of each other's names. */
function randomSource(draw: (below: number) => number): string {
  const f = (): string => `f${draw(9)}`;
  const lines: readonly (() => string)[] = [
    () => `${draw(3) === 0 ? 'static ' : ''}void ${f()}(void) { ${f()}(); m${draw(3)}(${f()}); }`,
    () => `void ${f()}(void (*fn)(void)) { fn(); ${f()}(fn); }`,
    () => `void ${f()}(void) { void (*v)(void) = ${f()}; v = ${f()}; v(); ${f()}(v); }`,
    () => `void ${f()}(struct t *p) { p->next->op${draw(2)}(); p->in->next->op${draw(2)}(); }`,
    () => `struct t { struct s${draw(2)} *next; struct t *in; };`,
    () => `void ${f()}(struct s${draw(2)} *p) { p->op${draw(2)}(); p->op${draw(2)} = ${f()}; }`,
    () => `struct s${draw(2)} { void (*op${draw(2)})(void); struct s${draw(2)} *next; };`,
    () => `struct s${draw(2)} v${draw(9)} = { .op${draw(2)} = ${f()} };`,
    () => `#define m${draw(3)}(x) ${f()}(x)`,
    () => `#define m${draw(3)}(x) (p->op${draw(2)} = (x))`,
    () => `EXPORT_SYMBOL(${f()});`,
    () => `void ${f()}(void) { kthread_create_on_node(${f()}, 0, 0, "t%d"); }`,
    () => `#include "f${draw(8)}.c"`,
  ];
  return Array.from({ length: 1 + draw(6) }, () => lines[draw(lines.length)]?.() ?? '').join('\n');
}
