import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ScanPart } from '../../kernel/scan/merge.ts';
import type { Cancellation, SkippedPath, TreeFile } from '../../ports/index-host.ts';
import { FileScanner, type ScanOrder } from './scan-files.ts';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './scan-messages.ts';

/** Bytes of source that a thread is given at a time. */
const batchBytes = 6 << 20;
/** More threads than this only wait for the disk and for the join at the end. */
const mostWorkers = 8;

export interface ScanTreeOptions {
  readonly config: string | undefined;
  /** The script of the scanning thread; without it the files are scanned in this thread. */
  readonly workerScript: string | undefined;
  readonly workers?: number;
  readonly progress?: (done: number, all: number) => void;
  readonly cancellation?: Cancellation;
}

/** What the threads found. */
export interface ScannedFiles {
  /** Most of the memory of a build: whoever joins them takes them out. */
  readonly parts: ScanPart[];
  readonly skipped: readonly SkippedPath[];
}

/** The scan was called off; nothing was kept. */
export class ScanCancelled extends Error {}

/** Scans the files of a tree in threads. Rejects when a thread fails, and when called off. */
export async function scanTree(
  root: string,
  files: readonly TreeFile[],
  options: ScanTreeOptions,
): Promise<ScannedFiles> {
  const batches = batchesOf(files);
  if (options.workerScript === undefined) return scanHere(root, batches, files, options);
  const wanted = options.workers ?? Math.min(availableParallelism(), mostWorkers);
  const count = Math.max(1, Math.min(wanted, batches.length));
  const bytes = (files.reduce((sum, file) => sum + file.size, 0) * 1.2) / count;
  const queue = [...batches].reverse();
  let done = 0;
  const threads: Worker[] = [];
  const run = (script: string): Promise<ScannedFiles> =>
    new Promise((resolve, reject) => {
      const data: ScanWorkerData = { role: 'scan', root, config: options.config, bytes };
      const worker = new Worker(script, { workerData: data });
      threads.push(worker);
      const next = (): void => {
        if (options.cancellation?.cancelled === true) {
          reject(new ScanCancelled('The index was called off.'));
          return;
        }
        const orders = queue.pop();
        const message: ToScanWorker =
          orders === undefined ? { kind: 'finish' } : { kind: 'scan', orders };
        worker.postMessage(message);
      };
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`A scanning thread ended with code ${code}.`)));
      worker.on('message', (message: FromScanWorker) => {
        if (message.kind === 'part') {
          resolve({ parts: [message.part], skipped: message.skipped });
          return;
        }
        done += message.files;
        options.progress?.(done, files.length);
        next();
      });
      next();
    });
  const { workerScript } = options;
  try {
    const found = await Promise.all(Array.from({ length: count }, () => run(workerScript)));
    return {
      parts: found.flatMap((each) => each.parts),
      skipped: found.flatMap((each) => each.skipped),
    };
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

async function scanHere(
  root: string,
  batches: readonly (readonly ScanOrder[])[],
  files: readonly TreeFile[],
  options: ScanTreeOptions,
): Promise<ScannedFiles> {
  const scanner = new FileScanner(
    root,
    options.config,
    files.reduce((sum, file) => sum + file.size, 0),
  );
  let done = 0;
  for (const orders of batches) {
    if (options.cancellation?.cancelled === true)
      throw new ScanCancelled('The index was called off.');
    for (const order of orders) scanner.scan(order);
    done += orders.length;
    options.progress?.(done, files.length);
    await new Promise((resume) => setImmediate(resume));
  }
  return { parts: [scanner.finish()], skipped: scanner.skipped };
}

function batchesOf(files: readonly TreeFile[]): readonly (readonly ScanOrder[])[] {
  const batches: ScanOrder[][] = [];
  let batch: ScanOrder[] = [];
  let bytes = 0;
  files.forEach((file, index) => {
    batch.push({ index, path: file.path });
    bytes += file.size;
    if (bytes < batchBytes) return;
    batches.push(batch);
    batch = [];
    bytes = 0;
  });
  return batch.length > 0 ? [...batches, batch] : batches;
}
