import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ScannedFile } from '../../kernel/index/assemble.ts';
import type { ScanPart } from '../../kernel/scan/part.ts';
import type { Cancellation, SkippedPath } from '../../ports/index-host.ts';
import { walkTree } from './list-tree.ts';
import { FileScanner, type ScannedFiles } from './scan-files.ts';
import {
  type FromScanWorker,
  mostBatches,
  type ScanCounters,
  type ScanWorkerData,
  type ToScanWorker,
} from './scan-messages.ts';

/** Files that a thread takes at a time. */
const batchFiles = 32;
/** More threads than this only wait for the disk and for the join at the end. */
const mostWorkers = 8;
/** About how much source a tree has; a scanner makes room for its names at first. */
const usualBytes = 1 << 30;
/** How often progress is told and cancellation asked for, ms. */
const askEvery = 50;

export interface ScanTreeOptions {
  readonly config: string | undefined;
  /** The script of the scanning thread; without it the files are scanned in this thread. */
  readonly workerScript: string | undefined;
  readonly workers?: number;
  /** Told of all paths, in no order, before most of them are scanned. */
  readonly listed?: (paths: readonly string[]) => void;
  readonly progress?: (done: number, all: number) => void;
  readonly cancellation?: Cancellation;
}

/** What the threads found; most of the memory of a build. */
export interface ScannedTree {
  readonly parts: readonly ScanPart[];
  /** By path. */
  readonly files: readonly ScannedFile[];
  readonly skipped: readonly SkippedPath[];
}

/** What there is to scan: its paths, and their numbers in the order of the paths. */
interface Listing {
  readonly paths: readonly string[];
  readonly order: Int32Array;
  readonly skipped: readonly SkippedPath[];
}

/** The scan was called off; nothing was kept. */
export class ScanCancelled extends Error {}

/**
 * Walks a tree and scans its files in threads, which begin before the walk is over. Rejects when a
 * thread fails, and when called off.
 */
export async function scanTree(root: string, options: ScanTreeOptions): Promise<ScannedTree> {
  const { workerScript } = options;
  if (workerScript === undefined) return scanHere(root, options);
  const count = Math.max(1, options.workers ?? Math.min(availableParallelism(), mostWorkers));
  const counters: ScanCounters = new Int32Array(new SharedArrayBuffer((1 + mostBatches) * 4));
  const data: ScanWorkerData = {
    role: 'scan',
    root,
    config: options.config,
    bytes: usualBytes / count,
    counters,
  };
  const threads = Array.from(
    { length: count },
    // It closes what it opens: Node.js need not keep a list of that.
    () => new Worker(workerScript, { workerData: data, trackUnmanagedFds: false }),
  );
  try {
    const results = Promise.all(threads.map(resultOf));
    const listing = handOut(root, threads);
    options.listed?.(listing.paths);
    const watching = watch(results, counters, listing.paths.length, options);
    return treeOf(listing, await Promise.race([results, watching]));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function resultOf(thread: Worker): Promise<ScannedFiles> {
  return new Promise((resolve, reject) => {
    thread.on('message', (found: FromScanWorker) => resolve(found));
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`A scanning thread ended with code ${code}.`)));
  });
}

/** Tells every thread of every file. */
function handOut(root: string, threads: readonly Worker[]): Listing {
  const skipped: SkippedPath[] = [];
  const all: string[] = [];
  const tell = (message: ToScanWorker): void => {
    for (const thread of threads) thread.postMessage(message);
  };
  let paths: string[] = [];
  let batch = 0;
  const flush = (): void => {
    tell({ kind: 'scan', batch, paths, number: all.length - paths.length });
    batch = Math.min(batch + 1, mostBatches - 1);
    paths = [];
  };
  for (const { path, skipped: reason } of walkTree(root)) {
    if (reason === undefined) {
      all.push(path);
      paths.push(path);
    } else skipped.push({ path, reason });
    // The last batch takes what is left, so that there are never too many.
    if (paths.length >= batchFiles && batch < mostBatches - 1) flush();
  }
  if (paths.length > 0) flush();
  tell({ kind: 'finish' });
  return listingOf(all, skipped);
}

function listingOf(paths: readonly string[], skipped: readonly SkippedPath[]): Listing {
  const order = Int32Array.from(paths, (_, number) => number);
  order.sort((one, other) => ((paths[one] ?? '') < (paths[other] ?? '') ? -1 : 1));
  return { paths, order, skipped };
}

/** Joins what the threads found of the files that were listed. */
function treeOf(listing: Listing, found: readonly ScannedFiles[]): ScannedTree {
  const byNumber: (ScannedFile | undefined)[] = listing.paths.map(() => undefined);
  found.forEach(({ numbers, sizes, times }, part) => {
    numbers.forEach((number, row) => {
      const path = listing.paths[number] ?? '';
      byNumber[number] = { path, size: sizes[row] ?? 0, modified: times[row] ?? 0, part, row };
    });
  });
  return {
    parts: found.map(({ part }) => part),
    files: Array.from(listing.order, (number) => byNumber[number]).filter(
      (file) => file !== undefined,
    ),
    skipped: [...listing.skipped, ...found.flatMap((one) => one.skipped)],
  };
}

/** Tells progress and asks for cancellation until the results are there. */
async function watch<T>(
  results: Promise<T>,
  counters: ScanCounters,
  files: number,
  options: ScanTreeOptions,
): Promise<T> {
  let over = false;
  const end = (): void => {
    over = true;
  };
  results.then(end, end);
  while (!over) {
    if (options.cancellation?.cancelled === true) {
      throw new ScanCancelled('The index was called off.');
    }
    options.progress?.(Atomics.load(counters, 0), files);
    await new Promise((resume) => setTimeout(resume, askEvery));
  }
  return results;
}

async function scanHere(root: string, options: ScanTreeOptions): Promise<ScannedTree> {
  const skipped: SkippedPath[] = [];
  const paths: string[] = [];
  for (const { path, skipped: reason } of walkTree(root)) {
    if (reason === undefined) paths.push(path);
    else skipped.push({ path, reason });
  }
  options.listed?.(paths);
  const scanner = new FileScanner(root, options.config, 0);
  for (const [index, path] of paths.entries()) {
    if (index % batchFiles === 0) {
      if (options.cancellation?.cancelled === true) {
        throw new ScanCancelled('The index was called off.');
      }
      options.progress?.(index, paths.length);
      await new Promise((resume) => setImmediate(resume));
    }
    scanner.scan(path, index);
  }
  if (options.cancellation?.cancelled === true)
    throw new ScanCancelled('The index was called off.');
  return treeOf(listingOf(paths, skipped), [scanner.finish()]);
}
