import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { IndexRequest } from '../../kernel/index/indexes.ts';
import type { BuiltIndex } from './build-index.ts';
import type { BuildWorkerData, FromBuildWorker } from './build-messages.ts';
import { ScanCancelled } from './scan-tree.ts';

/**
 * Megabytes of old objects that the building thread is given at first. It needs about 170 for a whole
 * tree, and would let garbage pile up to twice that; a tree that needs more is built without a limit.
 */
const heapLimit = 230;
/** How often it is asked whether the build is still wanted, ms. */
const askEvery = 100;

/** The scripts of the thread that builds, and of those that scan. */
export interface ThreadScripts {
  readonly build: string;
  readonly scan: string;
}

/**
 * Builds an index and keeps it at a path, in a thread of its own, which leaves this one free. Rejects with
 * `ScanCancelled` when called off.
 */
export async function buildInThread(
  root: string,
  path: string,
  request: IndexRequest,
  scripts: ThreadScripts,
): Promise<BuiltIndex> {
  try {
    return await start(root, path, request, scripts, {
      maxOldGenerationSizeMb: heapLimit,
      maxYoungGenerationSizeMb: 64,
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    return start(root, path, request, scripts, {});
  }
}

function start(
  root: string,
  path: string,
  request: IndexRequest,
  { build, scan }: ThreadScripts,
  resourceLimits: ResourceLimits,
): Promise<BuiltIndex> {
  const data: BuildWorkerData = {
    root,
    path,
    config: request.config,
    workers: request.workers,
    scanScript: scan,
  };
  const worker = new Worker(build, {
    workerData: data,
    resourceLimits,
  });
  const { cancellation } = request;
  const result = new Promise<BuiltIndex>((resolve, reject) => {
    const asking =
      cancellation === undefined
        ? undefined
        : setInterval(() => {
            if (cancellation.cancelled) reject(new ScanCancelled('The index was called off.'));
          }, askEvery);
    worker.on('message', (message: FromBuildWorker) => {
      if (message.kind === 'progress') request.progress?.(message.progress);
      else if (message.kind === 'built') resolve(message.index);
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearInterval(asking);
      reject(new Error(`The building thread ended with code ${code}.`));
    });
  });
  return result.finally(() => worker.terminate());
}
