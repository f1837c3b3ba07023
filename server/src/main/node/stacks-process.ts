import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { IndexRequest } from '../../kernel/index/indexes.ts';
import { indexWorkerScript } from './assets.ts';
import { ScanCancelled } from './scan-tree.ts';

/** How it is asked for on whose stacks the functions of a tree are. */
export interface StacksRequest extends Pick<IndexRequest, 'config' | 'progress' | 'cancellation'> {
  /** The top of the tree. */
  readonly root: string;
}

/** What the process says on a line of its own when it has joined all calls. */
export const joinedLine = 'joined';

/** The same when it has kept the stacks; it goes on to what is asked for more seldom. */
export const keptLine = 'kept';

/** How often it is asked whether the work is still wanted, ms. */
const askEvery = 100;

/** Room for new objects, in MB: the work makes many that live shortly, and is a quarter faster for it. */
const youngObjects = 64;

function start(script: string, indexFile: string, root: string): Started {
  return spawn(
    process.execPath,
    [`--max-semi-space-size=${youngObjects}`, script, 'stacks', indexFile, root],
    { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true },
  );
}

type Started = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Lets a process of its own join the calls of the tree that is indexed at `indexFile`, work out on whose
 * stacks its functions are, and keep both beside the index; what its macros make is found after that, while
 * others go on. What came of it is seen by what is kept: it does nothing where the program is run from source,
 * and never fails. Rejects with `ScanCancelled` when called off.
 */
export async function runStacks(
  indexFile: string,
  { root, config, progress, cancellation }: StacksRequest,
): Promise<void> {
  if (indexWorkerScript === undefined || !existsSync(indexFile)) return;
  progress?.({ step: 'calls' });
  const child = start(indexWorkerScript, indexFile, root);
  const asking = setInterval(() => {
    if (cancellation?.cancelled === true) child.kill();
  }, askEvery);
  child.stdout.setEncoding('utf8');
  // It may be gone before it has read all.
  child.stdin.on('error', () => undefined);
  child.stdin.end(config ?? '');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: string) => {
      if (text.includes(joinedLine)) progress?.({ step: 'stacks' });
      if (text.includes(keptLine)) resolve();
    });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  clearInterval(asking);
  child.stdout.destroy();
  child.unref();
  if (cancellation?.cancelled === true) throw new ScanCancelled('The reading was called off.');
}
