import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IndexGraph } from '../../server/src/kernel/index/index-graph.ts';
import { linksVersion, magic } from '../../server/src/kernel/link/kept/format.ts';
import { linksPath } from '../../server/src/main/node/kept-links.ts';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import {
  killDuring,
  middlingTree,
  onSmallDisk,
  program,
  start,
  unbuilt,
  worker,
} from './hard-times.ts';
import { builtAnew, everything, type SmallTree } from './small-tree.ts';

const built = test.skipIf(unbuilt !== '');

let tree: SmallTree;
let indexes: DiskIndexes;

beforeEach(() => {
  tree = middlingTree();
  indexes = new DiskIndexes(undefined, tree.cache);
});

afterEach(() => tree.dispose());

function keptGraph(): IndexGraph {
  const kept = indexes.kept(tree.root);
  if (!('graph' in kept)) throw new Error(`no index is kept: ${kept.kind}`);
  return kept.graph;
}

const killings = 10;

built(
  `names joined behind others, killed at any moment: the next start works${unbuilt}`,
  { timeout: 180_000 },
  async () => {
    const { path } = await indexes.open(tree.root, {});
    const join = [worker, 'link-later', path];
    const started = performance.now();
    await start(tree, join).ended;
    const whole = performance.now() - started;
    expect(keptGraph().isLinked).toBe(true);
    for (let killing = 0; killing < killings; killing += 1) {
      tree.write('kernel/file0.c', `int changed${killing}(void) { return f1_0(); }\n`);
      await indexes.open(tree.root, {});
      const expected = await builtAnew(tree);
      await killDuring(start(tree, join), tree, { killing, killings, whole });
      expect(everything(keptGraph())).toBe(expected);
      // The next is not kept off by what the killed one has left behind.
      if (killing % 3 !== 0) continue;
      await start(tree, join).ended;
      const graph = keptGraph();
      expect(graph.isLinked).toBe(true);
      expect(everything(graph)).toBe(expected);
    }
    await start(tree, join).ended;
    expect(existsSync(`${linksPath(path)}.making`)).toBe(false);
  },
);

built(`one joins while another does not${unbuilt}`, async () => {
  const { path } = await indexes.open(tree.root, {});
  const sign = `${linksPath(path)}.making`;
  const join = [worker, 'link-later', path];
  writeFileSync(sign, String(process.pid));
  await start(tree, join).ended;
  expect([keptGraph().isLinked, existsSync(sign)]).toEqual([false, true]);
  const long = Date.now() / 1000 - 200;
  utimesSync(sign, long, long);
  await start(tree, join).ended;
  expect([keptGraph().isLinked, existsSync(sign)]).toEqual([true, false]);
});

built(`a disk that is full when names are joined${unbuilt}`, async ({ skip }) => {
  const index = await indexes.open(tree.root, {});
  indexes.link(index);
  const joined = statSync(linksPath(index.path)).size;
  const query = [process.execPath, program, 'query', tree.root, 'callers', 'f3_7'];
  const behind = `"${process.execPath}" "${worker}" link-later "$XDG_CACHE_HOME"/*/*.index; echo "joined $?"`;
  const script = `"$@"; echo "ended $?"; ${behind}; "$@"; echo "ended $?"; ls "$XDG_CACHE_HOME"/*`;
  const room = Math.ceil((index.bytes + joined / 2) / 1024) + 8;
  const said = onSmallDisk(tree, room, script, query);
  if (said === undefined)
    return skip('left out: this machine lets no small file system be mounted');
  const { stdout, stderr } = said;
  expect(stdout.match(/f3_6 -> f3_7/g)).toHaveLength(2);
  expect(stdout).toMatch(/ended 0\njoined 0\n(.*\n)*ended 0/);
  expect(stdout).toMatch(/\.index\n/);
  expect(stdout).not.toMatch(/\.partial|\.links/);
  expect(stderr).not.toMatch(/not be kept|Error/);
});

test('joined names that were cut off, damaged or joined by another program are not used', async () => {
  const index = await indexes.open(tree.root, {});
  indexes.link(index);
  const path = linksPath(index.path);
  const whole = readFileSync(path);
  const expected = await builtAnew(tree);
  expect([keptGraph().isLinked, everything(keptGraph()) === expected]).toEqual([true, true]);
  const unusable = (bytes: Uint8Array): void => {
    writeFileSync(path, bytes);
    const graph = keptGraph();
    expect(graph.isLinked).toBe(false);
    expect(graph.callersOf(graph.definitions('f3_7')[0]?.id ?? -1)).toHaveLength(1);
  };
  for (const share of [0, 0.0001, 0.01, 0.3, 0.7, 0.99]) {
    unusable(whole.subarray(0, Math.floor(whole.length * share)));
  }
  const step = Math.ceil(whole.length / 97);
  for (const at of [...Array(80).keys(), ...Array(97).keys()].map((n, i) =>
    i < 80 ? n : n * step,
  )) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    unusable(damaged);
  }
  const older = Buffer.from(whole);
  older.writeUInt32LE(linksVersion - 1, magic.length);
  unusable(older);
  // Used again by nobody, they are joined again at the next occasion.
  indexes.linkLater(await indexes.open(tree.root, {}));
  const graph = keptGraph();
  expect([graph.isLinked, everything(graph) === expected]).toEqual([true, true]);
  expect(readdirSync(tree.cache).filter((name) => /partial|making/.test(name))).toEqual([]);
});

test('joined names of another state of the tree answer only for what is still so', async () => {
  indexes.link(await indexes.open(tree.root, {}));
  tree.write('kernel/file0.c', 'int changed(void) { return f1_0(); }\n');
  const { graph } = await indexes.open(tree.root, {});
  expect(graph.editsSinceLinked).toBe(1);
  expect(everything(graph)).toBe(await builtAnew(tree));
});
