import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from '../kernel/scan/merge.ts';
import { FileScanner } from './node/scan-files.ts';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './node/scan-messages.ts';

const port = parentPort;
if (port !== null) {
  const { root, config, bytes } = workerData as ScanWorkerData;
  const scanner = new FileScanner(root, config, bytes);
  const send = (message: FromScanWorker, buffers: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, [...buffers]);
  };
  port.on('message', (message: ToScanWorker) => {
    if (message.kind === 'scan') {
      for (const order of message.orders) scanner.scan(order);
      send({ kind: 'scanned', files: message.orders.length });
    } else {
      const part = scanner.finish();
      send({ kind: 'part', part, skipped: scanner.skipped }, buffersOf(part));
      port.close();
    }
  });
}
