import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SmallTree } from './small-tree.ts';

const dist = join(import.meta.dirname, '../../server/dist');
/** The command line, and what joins names behind it. */
export const program: string = join(dist, 'cli.cjs');
export const worker: string = join(dist, 'index-worker.cjs');

/** Why the programs cannot be run; empty otherwise. */
export const unbuilt: string = existsSync(program)
  ? ''
  : ' (left out: npm run build makes the program)';

/** A tree of 4800 functions, so that a program is at it for a while. */
export function middlingTree(): SmallTree {
  const tree = new SmallTree();
  const body = Array.from(
    { length: 60 },
    (_, at) => `int NAME${at}(void) { return NAME${at + 1}(); }`,
  );
  for (let file = 0; file < 80; file += 1) {
    tree.write(`kernel/file${file}.c`, `${body.join('\n').replaceAll('NAME', `f${file}_`)}\n`);
  }
  return tree;
}

/** A Node.js program at work. */
export interface Running {
  readonly ended: Promise<void>;
  kill(): void;
  readonly isRunning: () => boolean;
}

export function start(tree: SmallTree, args: readonly string[]): Running {
  const child = spawn(process.execPath, args, { env: environment(tree), stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ended,
    kill: () => child.kill('SIGKILL'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
  };
}

/**
 * Kills a program with no warning: an even `killing` when it writes into the tree's cache, an odd one at
 * that share of `whole`, the ms that it takes.
 */
export async function killDuring(
  run: Running,
  tree: SmallTree,
  share: { readonly killing: number; readonly killings: number; readonly whole: number },
): Promise<void> {
  const { killing, killings, whole } = share;
  const atWriting = killing % 2 === 0;
  const watcher = watch(tree.cache, (_, name) => {
    if (atWriting && name?.includes('.partial') === true) run.kill();
  });
  const until = performance.now() + (atWriting ? 2 * whole : (whole * killing) / killings);
  while (run.isRunning() && performance.now() < until) await sleep(5);
  run.kill();
  await run.ended;
  watcher.close();
}

/** What a shell script with a file system of some KiB for the tree's cache says; `undefined` where none can be made. */
export function onSmallDisk(
  tree: SmallTree,
  kibibytes: number,
  script: string,
  args: readonly string[],
): { readonly stdout: string; readonly stderr: string } | undefined {
  mkdirSync(tree.cacheHome, { recursive: true });
  const mount = `mount -t tmpfs -o size=${kibibytes}k tmpfs "$XDG_CACHE_HOME" || exit 99`;
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', `${mount}; ${script}`, 'sh', ...args],
    { encoding: 'utf8', env: environment(tree), timeout: 60_000 },
  );
  return status === null || status === 99 || /unshare|mount/.test(stderr)
    ? undefined
    : { stdout, stderr };
}

/** The user and group that own nothing (`nobody`). */
const nobody = 65534;

/** Runs the command line as a user who is not root, who owns the tree's cache; `undefined` where that cannot be. */
export function asNobody(
  tree: SmallTree,
  args: readonly string[],
): { readonly stdout: string; readonly stderr: string } | undefined {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    mkdirSync(tree.cache, { recursive: true });
    chmodSync(tree.folder, 0o755);
    for (const path of [tree.cacheHome, tree.cache]) chownSync(path, nobody, nobody);
    for (const name of readdirSync(tree.cache)) chownSync(join(tree.cache, name), nobody, nobody);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: environment(tree),
    timeout: 60_000,
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  // Another user may have no way to the program itself.
  return typeof stdout !== 'string' || /Cannot find module/.test(stderr) || status === null
    ? undefined
    : { stdout, stderr };
}

function environment(tree: SmallTree): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: tree.cacheHome };
}
