import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { builtAnew, draws, everything, SmallTree } from './small-tree.ts';

let tree: SmallTree;

beforeEach(() => {
  tree = new SmallTree();
});

afterEach(() => tree.dispose());

const edits = 200;
/** After so many edits the answers are held against a new index's. */
const between = 10;

/** A file of C in which much hangs together with other files: macros, fields, weak and static functions. */
function source(draw: (below: number) => number, edit: number): string {
  const calls = Array.from({ length: 3 }, () => `f${draw(12)}();`).join(' ');
  const lines = [
    `/* edit ${edit} */`,
    `#include "shared${draw(2)}.h"`,
    `${['static ', '__weak ', ''][draw(3)]}int f${draw(12)}(void) { ${calls} USE${draw(2)}(f${draw(12)}); return 0; }`,
    `static struct ops o${draw(3)} = { .run${draw(2)} = f${draw(12)} };`,
    `int g${draw(6)}(struct ops *o) { return o->run${draw(2)}(); }`,
    `#ifdef CONFIG_${['SMP', 'NUMA'][draw(2)]}`,
    `int h${draw(4)}(void) { each(f${draw(12)}); return 0; }`,
    '#endif',
    `int each(int (*fn)(void)) { return fn(); }`,
    `EXPORT_SYMBOL(g${draw(6)});`,
  ];
  return `${lines.join('\n')}\n`;
}

function header(draw: (below: number) => number, edit: number): string {
  return `/* edit ${edit} */
struct ops { int (*run0)(void); int (*run1)(void); };
#define USE${draw(2)}(x) do { x(); f${draw(12)}(); } while (0)
static inline int f${draw(12)}(void) { return 1; }
`;
}

function change(draw: (below: number) => number, edit: number): void {
  const path = `kernel/${['', 'sub/'][draw(2)]}file${draw(8)}.c`;
  switch (draw(10)) {
    case 0:
      tree.remove(path);
      break;
    case 1:
      tree.write(`kernel/shared${draw(2)}.h`, header(draw, edit));
      break;
    case 2:
      tree.write(
        'kernel/Makefile',
        `# ${edit}\nobj-${'ym'[draw(2)]} += file${draw(8)}.o file${draw(8)}.o\n`,
      );
      break;
    case 3:
      tree.write('.config', `CONFIG_X86=y\nCONFIG_${['SMP', 'NUMA'][draw(2)]}=y\n# ${edit}\n`);
      break;
    default:
      tree.write(path, source(draw, edit));
  }
}

test(`after ${edits} edits the answers are those of a new index`, async () => {
  const draw = draws(7);
  const indexes = new DiskIndexes(undefined, tree.cache);
  for (let edit = 1; edit <= edits; edit += 1) {
    change(draw, edit);
    const { graph } = await indexes.open(tree.root, {});
    if (edit % between === 0) expect(everything(graph)).toBe(await builtAnew(tree));
  }
});

const workerScript = join(import.meta.dirname, '../../server/dist/index-worker.cjs');
const unbuilt = existsSync(workerScript) ? '' : ' (left out: npm run build makes the worker)';

test.skipIf(unbuilt !== '')(`one thread and many give the same answers${unbuilt}`, async () => {
  const draw = draws(3);
  for (let file = 0; file < 60; file += 1) tree.write(`kernel/file${file}.c`, source(draw, file));
  for (const file of [0, 1]) tree.write(`kernel/shared${file}.h`, header(draw, file));
  const expected = await builtAnew(tree);
  for (const workers of [1, 2, 5]) {
    const indexes = new DiskIndexes(workerScript, join(tree.folder, `workers-${workers}`));
    const { graph } = await indexes.open(tree.root, { workers });
    expect(everything(graph)).toBe(expected);
  }
});
