import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import {
  asNobody,
  killDuring,
  middlingTree,
  onSmallDisk,
  program,
  start,
  unbuilt,
} from './hard-times.ts';
import { builtAnew, everything, type SmallTree } from './small-tree.ts';

const built = test.skipIf(unbuilt !== '');

let tree: SmallTree;

beforeEach(() => {
  tree = middlingTree();
});

afterEach(() => tree.dispose());

/** The index that is kept, if one is: it has to be whole. */
function checkKept(): void {
  const kept = new DiskIndexes(undefined, tree.cache).kept(tree.root);
  if ('graph' in kept) expect(kept.verify()).toBe(true);
  else expect(kept).toEqual({ kind: 'none kept' });
}

const killings = 10;

built(`killed at any moment, the next start works${unbuilt}`, { timeout: 180_000 }, async () => {
  mkdirSync(tree.cache, { recursive: true });
  const index = [program, 'index', tree.root];
  const started = performance.now();
  await start(tree, index).ended;
  const whole = performance.now() - started;
  checkKept();
  for (let killing = 0; killing < killings; killing += 1) {
    tree.write('kernel/file0.c', `int changed${killing}(void) { return 0; }\n`);
    await killDuring(start(tree, index), tree, { killing, killings, whole });
    checkKept();
  }
  await start(tree, index).ended;
  const { graph, rebuilt } = await new DiskIndexes(undefined, tree.cache).open(tree.root, {});
  expect(rebuilt).toBeUndefined();
  expect(everything(graph)).toBe(await builtAnew(tree));
});

built(`a full disk is said, and the answer given all the same${unbuilt}`, ({ skip }) => {
  const query = [process.execPath, program, 'query', tree.root, 'callers', 'f3_7'];
  const script = '"$@"; echo "ended $?"; ls "$XDG_CACHE_HOME"/*';
  const said = onSmallDisk(tree, 64, script, query);
  if (said === undefined)
    return skip('left out: this machine lets no small file system be mounted');
  expect(said.stdout).toContain('f3_6 -> f3_7');
  expect(said.stdout).toContain('ended 0');
  expect(said.stdout).not.toContain('.partial');
  expect(said.stderr).toMatch(/the index could not be kept \(ENOSPC/);
});

test('what is no regular file is said, and the rest answers', async ({ skip }) => {
  spawnSync('mkfifo', [join(tree.root, 'kernel/fifo.c')]);
  if (!existsSync(join(tree.root, 'kernel/fifo.c'))) skip('left out: mkfifo makes no file here');
  const { graph, skipped } = await new DiskIndexes(undefined, tree.cache).open(tree.root, {});
  expect(graph.definitions('f0_0')).toHaveLength(1);
  expect(skipped).toEqual([{ path: 'kernel/fifo.c', reason: 'not a regular file' }]);
});

built(`a file that may not be read is said, and the rest answers${unbuilt}`, ({ skip }) => {
  tree.write('kernel/secret.c', 'int secret(void) { return 0; }\n');
  chmodSync(join(tree.root, 'kernel/secret.c'), 0);
  const index = asNobody(tree, ['index', tree.root]);
  if (index === undefined) return skip('left out: the program cannot be run as another user here');
  expect(index.stdout).toMatch(/left out {3}kernel\/secret\.c: EACCES/);
  expect(index.stdout).toMatch(/functions +4800/);
  const secret = asNobody(tree, ['query', tree.root, 'definitions', 'secret']);
  expect(secret?.stdout).not.toContain('kernel/secret.c');
  const rest = asNobody(tree, ['query', tree.root, 'callers', 'f3_7']);
  expect(rest?.stdout).toContain('f3_6 -> f3_7');
});

built(`kept files that may not be read are made again${unbuilt}`, ({ skip }) => {
  const first = asNobody(tree, ['query', tree.root, 'callers', 'f3_7']);
  if (first === undefined) return skip('left out: the program cannot be run as another user here');
  expect(readdirSync(tree.cache).filter((name) => name.endsWith('.links'))).toHaveLength(1);
  for (const end of ['.links', '.index']) {
    const [name = ''] = readdirSync(tree.cache).filter((one) => one.endsWith(end));
    chmodSync(join(tree.cache, name), 0);
    const again = asNobody(tree, ['query', tree.root, 'callers', 'f3_7']);
    expect(again).toEqual({ stdout: first.stdout, stderr: expect.any(String) });
    const index = asNobody(tree, ['index', tree.root]);
    expect(index?.stdout).toContain('unchanged');
  }
});

test('a file that a write was cut off in, and one of an older program, are built again', async () => {
  const indexes = new DiskIndexes(undefined, tree.cache);
  const { path } = await indexes.open(tree.root, {});
  const whole = readFileSync(path);
  const expected = await builtAnew(tree);
  for (const share of [0, 0.01, 0.3, 0.7, 0.99]) {
    writeFileSync(path, whole.subarray(0, Math.floor(whole.length * share)));
    const { graph, rebuilt } = await indexes.open(tree.root, {});
    expect(rebuilt?.kind).toBe('unusable');
    expect(everything(graph)).toBe(expected);
  }
  for (let at = 0; at < 64; at += 7) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    writeFileSync(path, damaged);
    const { graph } = await indexes.open(tree.root, {});
    expect(everything(graph)).toBe(expected);
  }
  expect(readdirSync(tree.cache).filter((name) => name.endsWith('.partial'))).toEqual([]);
});
