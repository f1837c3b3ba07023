import { parentPort, workerData } from 'node:worker_threads';
import type { ScanWorkerData } from './node/scan-messages.ts';
import { ScanThread } from './node/scan-thread.ts';

/*
 * A thread that scans files of a tree. It is bundled by itself, since it would take longer to read more of the
 * program than to read the first files.
 */

if (parentPort === null) throw new Error('scan-worker is started by a program that indexes a tree');
new ScanThread(workerData as ScanWorkerData).listen(parentPort);
