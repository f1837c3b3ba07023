import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskIndexes } from '../../server/src/main/node/open-index.ts';
import { builtAnew, everything, SmallTree } from './small-tree.ts';

const program = join(import.meta.dirname, '../../server/dist/cli.cjs');
const unbuilt = existsSync(program) ? '' : ' (left out: npm run build makes the program)';
const built = test.skipIf(unbuilt !== '');

let tree: SmallTree;

beforeEach(() => {
  tree = new SmallTree();
  const body = Array.from(
    { length: 60 },
    (_, at) => `int NAME${at}(void) { return NAME${at + 1}(); }`,
  );
  for (let file = 0; file < 80; file += 1) {
    tree.write(`kernel/file${file}.c`, `${body.join('\n').replaceAll('NAME', `f${file}_`)}\n`);
  }
});

afterEach(() => tree.dispose());

function start(): {
  readonly ended: Promise<void>;
  kill(): void;
  readonly isRunning: () => boolean;
} {
  const child = spawn(process.execPath, [program, 'index', tree.root], {
    env: { ...process.env, XDG_CACHE_HOME: tree.cacheHome },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ended,
    kill: () => child.kill('SIGKILL'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
  };
}

/** The index that is kept, if one is: it has to be whole. */
function checkKept(): void {
  const kept = new DiskIndexes(undefined, tree.cache).kept(tree.root);
  if ('graph' in kept) expect(kept.verify()).toBe(true);
  else expect(kept).toEqual({ kind: 'none kept' });
}

const killings = 10;

built(`killed at any moment, the next start works${unbuilt}`, { timeout: 180_000 }, async () => {
  mkdirSync(tree.cache, { recursive: true });
  const started = performance.now();
  const first = start();
  await first.ended;
  const whole = performance.now() - started;
  checkKept();
  for (let killing = 0; killing < killings; killing += 1) {
    tree.write('kernel/file0.c', `int changed${killing}(void) { return 0; }\n`);
    const run = start();
    // Half of the kills come when the file is being written, the others spread over the run's time.
    const watcher = watch(tree.cache, (_, name) => {
      if (killing % 2 === 0 && name?.includes('.partial') === true) run.kill();
    });
    const until =
      performance.now() + (killing % 2 === 0 ? 2 * whole : (whole * killing) / killings);
    while (run.isRunning() && performance.now() < until) await sleep(5);
    run.kill();
    await run.ended;
    watcher.close();
    checkKept();
  }
  const last = start();
  await last.ended;
  const { graph, rebuilt } = await new DiskIndexes(undefined, tree.cache).open(tree.root, {});
  expect(rebuilt).toBeUndefined();
  expect(everything(graph)).toBe(await builtAnew(tree));
});

/** A file system of 64 KiB for one program, where this machine lets us make one. */
function onSmallDisk(args: readonly string[]): ReturnType<typeof spawnSync> {
  const script = 'mount -t tmpfs -o size=64k tmpfs "$1" || exit 99; shift; exec "$@"';
  return spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', tree.cacheHome, ...args], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: tree.cacheHome },
    timeout: 60_000,
  });
}

built(`a full disk is said, and the answer given all the same${unbuilt}`, ({ skip }) => {
  mkdirSync(tree.cacheHome, { recursive: true });
  const query = [process.execPath, program, 'query', tree.root, 'callers', 'f3_7'];
  const list = ['sh', '-c', '"$@"; echo "ended $?"; ls "$XDG_CACHE_HOME"/*', 'sh', ...query];
  const { status, stdout, stderr } = onSmallDisk(list);
  if (status === null || status === 99 || /unshare|mount/.test(String(stderr))) {
    skip('left out: this machine lets no small file system be mounted');
  }
  expect(stdout).toContain('f3_6 -> f3_7');
  expect(stdout).toContain('ended 0');
  expect(stdout).not.toContain('.partial');
  expect(stderr).toMatch(/the index could not be kept \(ENOSPC/);
});

test('what cannot be read is said, and the rest answers', async ({ skip }) => {
  tree.write('kernel/secret.c', 'int secret(void) { return 0; }\n');
  chmodSync(join(tree.root, 'kernel/secret.c'), 0);
  spawnSync('mkfifo', [join(tree.root, 'kernel/fifo.c')]);
  const { graph, skipped } = await new DiskIndexes(undefined, tree.cache).open(tree.root, {});
  expect(graph.definitions('f0_0')).toHaveLength(1);
  if (existsSync(join(tree.root, 'kernel/fifo.c'))) {
    expect(skipped).toContainEqual({ path: 'kernel/fifo.c', reason: 'not a regular file' });
  }
  if (process.getuid?.() === 0) skip('the unreadable file left out: root reads every file');
  expect(skipped.map((one) => one.path)).toContain('kernel/secret.c');
  expect(graph.definitions('secret')).toEqual([]);
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
