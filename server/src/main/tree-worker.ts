import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { buildIndex } from './node/build-index.ts';
import type { BuildWorkerData, FromBuildWorker } from './node/build-messages.ts';
import { reasonOf } from './node/list-tree.ts';

/** A thread that builds the index of a tree, and starts others that scan. */
async function build(port: MessagePort, data: BuildWorkerData): Promise<void> {
  const send = (message: FromBuildWorker): void => port.postMessage(message);
  const { root, path, config, workers, scanScript } = data;
  try {
    const index = await buildIndex(root, path, {
      scanScript,
      ...(config === undefined ? {} : { config }),
      ...(workers === undefined ? {} : { workers }),
      progress: (progress) => send({ kind: 'progress', progress }),
    });
    send({ kind: 'built', index });
  } catch (error) {
    send({ kind: 'failed', message: reasonOf(error) });
  }
}

if (parentPort === null) throw new Error('tree-worker is started by a program that indexes a tree');
void build(parentPort, workerData as BuildWorkerData);
