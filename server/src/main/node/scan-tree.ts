import { availableParallelism } from 'node:os';
import type { ScannedFiles } from '../../kernel/index/assemble.ts';
import type { NumberedPart } from '../../kernel/index/by-name.ts';
import { type Crew, CrewOfOne } from '../../kernel/index/crew.ts';
import type { IndexSections } from '../../kernel/index/format.ts';
import { IndexLayout } from '../../kernel/index/layout.ts';
import {
  kernelRoom,
  nameMemory,
  roomFor,
  SharedNames,
  sizeOf,
} from '../../kernel/index/shared-names.ts';
import type { Cancellation, SkippedPath } from '../../ports/index-host.ts';
import { walkTree } from './list-tree.ts';
import { ScanCrew } from './scan-crew.ts';
import { FileScanner } from './scan-files.ts';
import { joined, mostBatches, type NumberedFiles, type ScanCounters } from './scan-messages.ts';
import { writePieces } from './write-pieces.ts';

/** Files that a thread takes at a time. */
const batchFiles = 32;
/** More threads than this only wait for the disk and for each other. */
const mostWorkers = 8;
/** About how much source a tree has; a scanner makes room for its names at first. */
const usualBytes = 1 << 30;
/** How often progress is told and cancellation asked for, ms. */
const askEvery = 50;

export interface ScanTreeOptions {
  readonly config: string | undefined;
  /** The script of the scanning thread; without it the files are scanned in this thread. */
  readonly scanScript: string | undefined;
  readonly workers?: number;
  /** Told of all paths, in no order, before most of them are scanned. */
  readonly listed?: (paths: readonly string[]) => void;
  readonly progress?: (done: number, all: number) => void;
  readonly cancellation?: Cancellation;
}

/** What was found in a tree; most of the memory of a build. */
export interface ScannedTree {
  readonly parts: readonly Omit<NumberedPart, 'files'>[];
  readonly names: SharedNames;
  /** With the place of each among the paths listed. */
  readonly files: ScannedFiles & { readonly numbers: Int32Array };
  readonly skipped: readonly SkippedPath[];
  /** Those who scanned, for what comes next. */
  readonly crew: Crew;
  /** Writes an index to an open file. */
  write(file: number, sections: IndexSections): Promise<void>;
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
 * Walks a tree and scans its files in threads, which begin before the walk is over and are there until
 * `use` is done. Rejects when a thread fails, and when called off.
 */
export async function scanTree<Result>(
  root: string,
  options: ScanTreeOptions,
  use: (tree: ScannedTree) => Promise<Result>,
): Promise<Result> {
  const { scanScript } = options;
  if (scanScript === undefined) return use(await scanHere(root, options));
  const size = Math.max(1, options.workers ?? Math.min(availableParallelism(), mostWorkers));
  const counters: ScanCounters = new Int32Array(new SharedArrayBuffer((1 + mostBatches) * 4));
  const memory = nameMemory(kernelRoom);
  const crew = new ScanCrew(scanScript, size, {
    root,
    config: options.config,
    bytes: usualBytes / size,
    counters,
    names: memory,
  });
  try {
    const listing = handOut(root, crew);
    const finished = crew.finish();
    options.listed?.(listing.paths);
    const found = await watch(finished, counters, listing.paths.length, options);
    return await use({
      ...treeOf(listing, found),
      names: new SharedNames(memory),
      crew,
      write: (file, sections) => crew.write(file, sections),
    });
  } finally {
    await crew.dispose();
  }
}

/** Tells every thread of every file. */
function handOut(root: string, crew: ScanCrew): Listing {
  const skipped: SkippedPath[] = [];
  const all: string[] = [];
  let paths: string[] = [];
  let batch = 0;
  const flush = (): void => {
    crew.tell({ kind: 'scan', batch, paths: joined(paths), number: all.length - paths.length });
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
  return listingOf(all, skipped);
}

function listingOf(paths: readonly string[], skipped: readonly SkippedPath[]): Listing {
  const order = Int32Array.from(paths, (_, number) => number);
  order.sort((one, other) => ((paths[one] ?? '') < (paths[other] ?? '') ? -1 : 1));
  return { paths, order, skipped };
}

/** Joins what was found of the files that were listed. */
function treeOf(
  { paths, order, skipped }: Listing,
  found: readonly NumberedFiles[],
): Pick<ScannedTree, 'parts' | 'files' | 'skipped'> {
  const part = new Int32Array(paths.length).fill(-1);
  const row = new Int32Array(paths.length);
  found.forEach(({ numbers }, index) => {
    numbers.forEach((number, at) => {
      part[number] = index;
      row[number] = at;
    });
  });
  const read = order.filter((number) => part[number] !== -1);
  const column = (array: Int32Array): Int32Array => read.map((number) => array[number] ?? 0);
  const stamp = (of: 'sizes' | 'times'): Float64Array =>
    Float64Array.from(read, (number) => found[part[number] ?? 0]?.[of][row[number] ?? 0] ?? 0);
  return {
    parts: found.map((one) => ({ part: one.part, names: one.names })),
    files: {
      numbers: read,
      paths: Array.from(read, (number) => paths[number] ?? ''),
      sizes: stamp('sizes'),
      times: stamp('times'),
      part: column(part),
      row: column(row),
    },
    skipped: [...skipped, ...found.flatMap((one) => one.skipped)],
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
    await Promise.race([results, new Promise((resume) => setTimeout(resume, askEvery))]);
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
  const found = scanner.finish();
  const names = new SharedNames(nameMemory(roomFor(found.part)));
  const own = new Int32Array(sizeOf(found.part));
  names.join(found.part, 1, own);
  return {
    ...treeOf(listingOf(paths, skipped), [{ ...found, names: own }]),
    names,
    crew: new CrewOfOne(),
    write: async (file, sections) => writePieces(file, new IndexLayout(sections).pieces()),
  };
}
