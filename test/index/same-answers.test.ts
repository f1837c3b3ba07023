import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IndexGraph } from '../../server/src/kernel/index/index-graph.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { change, header, source } from './random-source.ts';
import { answers, builtAnew, draws, everything, SmallTree } from './small-tree.ts';

let tree: SmallTree;

beforeEach(() => {
  tree = new SmallTree();
});

afterEach(() => tree.dispose());

const edits = 200;
/** After so many edits the answers are held against a new index's. */
const between = 10;

test(`after ${edits} edits the answers are those of a new index`, async () => {
  const draw = draws(7);
  const indexes = new DiskIndexes(undefined, tree.cache);
  for (let edit = 1; edit <= edits; edit += 1) {
    change(tree, draw, edit);
    const { graph } = await indexes.open(tree.root, {});
    if (edit % between === 0) expect(everything(graph)).toBe(await builtAnew(tree));
  }
});

/** What a new index answers once all its names are joined. */
async function joinedAnew(folder: string): Promise<IndexGraph> {
  const indexes = new DiskIndexes(undefined, join(tree.folder, folder));
  const index = await indexes.open(tree.root, {});
  indexes.link(index);
  return index.graph;
}

test(`after ${edits} edits the joined graph answers as one joined anew`, {
  timeout: 120_000,
}, async () => {
  const draw = draws(11);
  const indexes = new DiskIndexes(undefined, tree.cache);
  let overEdits = 0;
  for (let edit = 1; edit <= edits; edit += 1) {
    change(tree, draw, edit);
    const index = await indexes.open(tree.root, {});
    const { graph } = index;
    if (graph.isLinked) overEdits += graph.editsSinceLinked > 0 ? 1 : 0;
    // Joined when nothing is at hand, or when much was edited since.
    if (!graph.isLinked || graph.editsSinceLinked > 6) indexes.linkLater({ ...index, graph });
    const fresh = await joinedAnew(`anew-${edit}`);
    expect(answers(graph), `edit ${edit}`).toBe(answers(fresh));
  }
  expect(overEdits).toBeGreaterThan(edits / 2);
});

test('a field behind a macro is joined anew when what it stands for is declared otherwise', async () => {
  const fields = (type: string): string =>
    `struct ops { int (*step)(void); };\nstruct inner { int (*step)(void); };\nstruct door { int (*step)(void); };\nstruct far { struct ${type} *deep; };\n`;
  const alias = (field: string): string =>
    `struct own { struct door *shut; };\n#define near own.${field}\n`;
  tree.write('include/linux/fields.h', fields('ops'));
  tree.write('include/linux/alias.h', alias('deep'));
  tree.write(
    'kernel/stores.c',
    'int a(void) { }\nint b(void) { }\nint c(void) { }\nstruct ops o = { .step = a };\nstruct inner i = { .step = b };\nstruct door d = { .step = c };\n',
  );
  tree.write('kernel/calls.c', 'int go(struct dev *d) { return d->near->step(); }\n');
  const indexes = new DiskIndexes(undefined, tree.cache);
  indexes.link(await indexes.open(tree.root, {}));
  const edits: readonly (readonly [path: string, text: string])[] = [
    ['include/linux/fields.h', fields('inner')],
    ['include/linux/alias.h', alias('shut')],
    ['include/linux/alias.h', ''],
  ];
  for (const [edit, [path, text]] of edits.entries()) {
    tree.write(path, text);
    const { graph } = await indexes.open(tree.root, {});
    expect(graph.editsSinceLinked).toBe(Math.min(edit + 1, 2));
    expect(answers(graph)).toBe(answers(await joinedAnew(`anew-${edit}`)));
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
