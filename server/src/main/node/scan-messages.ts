import type { ScannedFiles } from './scan-files.ts';

/** What a scanning thread is started with. */
export interface ScanWorkerData {
  readonly role: 'scan';
  readonly root: string;
  /** The text of the configuration. */
  readonly config: string | undefined;
  /** About how many bytes the thread will read. */
  readonly bytes: number;
  readonly counters: ScanCounters;
}

/**
 * What the threads share. [0]: files done; [1 + n]: whether batch n has been taken. Every thread is told
 * of every batch, and takes those that no other has, so that none waits while there is work.
 */
export type ScanCounters = Int32Array<SharedArrayBuffer>;

/** Batches beyond this are done by the thread that is told of them first. */
export const mostBatches = 1 << 16;

export type ToScanWorker =
  | {
      readonly kind: 'scan';
      readonly batch: number;
      readonly paths: readonly string[];
      /** Of the first path; the others follow. */
      readonly number: number;
    }
  | { readonly kind: 'finish' };

/** Takes a batch; false where another thread has it. */
export function takeBatch(counters: ScanCounters, batch: number): boolean {
  return Atomics.compareExchange(counters, 1 + batch, 0, 1) === 0;
}

export type FromScanWorker = ScannedFiles;
