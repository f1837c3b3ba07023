import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { buildIndex } from './node/build-index.ts';
import type { BuildWorkerData, FromBuildWorker } from './node/build-messages.ts';
import { reasonOf } from './node/list-tree.ts';
import type { ScanWorkerData } from './node/scan-messages.ts';
import { ScanThread } from './node/scan-thread.ts';

/*
 * The threads that index a tree: one builds, and starts others that scan. They are bundled by themselves,
 * since each would take longer to read all programs than to read the first files.
 */

async function build(port: MessagePort, data: BuildWorkerData): Promise<void> {
  const send = (message: FromBuildWorker): void => port.postMessage(message);
  const { root, path, config, workers, workerScript } = data;
  try {
    const index = await buildIndex(root, path, {
      workerScript,
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
const data = workerData as BuildWorkerData | ScanWorkerData;
if (data.role === 'build') void build(parentPort, data);
else new ScanThread(data).listen(parentPort);
