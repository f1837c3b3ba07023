import type { Counts, Places, Scanned, Tables } from '../../kernel/index/by-name.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import type { NameMemory } from '../../kernel/index/shared-names.ts';
import type { FoundFiles } from './scan-files.ts';

/** What a scanning thread is started with. */
export interface ScanWorkerData {
  readonly root: string;
  /** The text of the configuration. */
  readonly config: string | undefined;
  /** About how many bytes the thread will read. */
  readonly bytes: number;
  readonly counters: ScanCounters;
  readonly names: NameMemory;
  /** The thread's number, and how many there are. */
  readonly share: number;
  readonly of: number;
}

/**
 * What the threads share. [0]: files done; [1 + n]: whether batch n has been taken. Every thread is told
 * of every batch, and takes those that no other has, so that none waits while there is work.
 */
export type ScanCounters = Int32Array<SharedArrayBuffer>;

/** Batches beyond this are done by the thread that is told of them first. */
export const mostBatches = 1 << 16;

/** What a thread is told, in this order; all but `scan` are answered. */
export type ToScanWorker =
  | {
      readonly kind: 'scan';
      readonly batch: number;
      /** As `joined` gives them: every thread is told of every file, and one string is told sooner than many. */
      readonly paths: string;
      /** Of the first path; the others follow. */
      readonly number: number;
    }
  | { readonly kind: 'finish' }
  | { readonly kind: 'count'; readonly scanned: Scanned }
  | {
      readonly kind: 'fill';
      readonly next: Counts;
      readonly tables: Tables;
      readonly places: Places;
    }
  /** To an open file; the checksums of the blocks go to their places in `sums`. */
  | {
      readonly kind: 'write';
      readonly file: number;
      readonly sections: IndexSections;
      readonly sums: Int32Array;
    };

/** Paths as one string; no path holds a zero. */
export function joined(paths: readonly string[]): string {
  return paths.join('\0');
}

/** The paths of such a string. */
export function parted(paths: string): readonly string[] {
  return paths.split('\0');
}

/** Takes a batch; false where another thread has it. */
export function takeBatch(counters: ScanCounters, batch: number): boolean {
  return Atomics.compareExchange(counters, 1 + batch, 0, 1) === 0;
}

/** What a thread found, and the numbers in the tree of the part's names. */
export interface NumberedFiles extends FoundFiles {
  readonly names: Int32Array;
}

export type FromScanWorker =
  | { readonly kind: 'found'; readonly found: NumberedFiles }
  | { readonly kind: 'counted'; readonly counts: Counts }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
