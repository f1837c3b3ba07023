import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { buildIndex } from './node/build-index.ts';
import type { BuildWorkerData, FromBuildWorker } from './node/build-messages.ts';
import { linkAndKeep, linkBehind } from './node/kept-links.ts';
import { reasonOf } from './node/list-tree.ts';
import { factsAt } from './node/open-index.ts';
import type { ScanWorkerData } from './node/scan-messages.ts';
import { ScanThread } from './node/scan-thread.ts';

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

/** As a process: joins the names of the index at a path, at once or behind others. */
function link(how: string | undefined, path: string | undefined): void {
  if (path === undefined || (how !== 'link' && how !== 'link-later')) return;
  const facts = factsAt(path);
  if (facts === undefined) return;
  if (how === 'link') linkAndKeep(facts, path);
  else linkBehind(facts, path);
}

if (parentPort === null) link(process.argv[2], process.argv[3]);
else {
  const data = workerData as BuildWorkerData | ScanWorkerData;
  if (data.role === 'build') void build(parentPort, data);
  else new ScanThread(data).listen(parentPort);
}
