import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from '../kernel/scan/part.ts';
import { buildIndex } from './node/build-index.ts';
import type { BuildWorkerData, FromBuildWorker } from './node/build-messages.ts';
import { linkAndKeep, linkBehind } from './node/kept-links.ts';
import { reasonOf } from './node/list-tree.ts';
import { factsAt } from './node/open-index.ts';
import { FileScanner } from './node/scan-files.ts';
import {
  type FromScanWorker,
  type ScanWorkerData,
  type ToScanWorker,
  takeBatch,
} from './node/scan-messages.ts';

function scan(port: MessagePort, { root, config, bytes, counters }: ScanWorkerData): void {
  const scanner = new FileScanner(root, config, bytes);
  port.on('message', (message: ToScanWorker) => {
    if (message.kind === 'scan') {
      if (!takeBatch(counters, message.batch)) return;
      message.paths.forEach((path, index) => {
        scanner.scan(path, message.number + index);
      });
      Atomics.add(counters, 0, message.paths.length);
    } else {
      const found: FromScanWorker = scanner.finish();
      const stamps = [found.numbers, found.sizes, found.times];
      const buffers = stamps.map((array) => array.buffer as ArrayBuffer);
      port.postMessage(found, [...buffersOf(found.part), ...buffers]);
      port.close();
    }
  });
}

async function build(port: MessagePort, data: BuildWorkerData): Promise<void> {
  const send = (message: FromBuildWorker, buffers: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, [...buffers]);
  };
  const { root, config, workers, workerScript } = data;
  try {
    const sections = await buildIndex(root, {
      workerScript,
      ...(config === undefined ? {} : { config }),
      ...(workers === undefined ? {} : { workers }),
      progress: (progress) => send({ kind: 'progress', progress }),
    });
    const buffers = Object.values(sections).map((array) => array.buffer as ArrayBuffer);
    send({ kind: 'built', sections }, [...new Set(buffers)]);
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
  else scan(parentPort, data);
}
