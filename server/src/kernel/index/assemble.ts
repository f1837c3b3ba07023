import type { FileBuild } from '../link/file-build.ts';
import { FILE_STRIDE } from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import { type FileBuilds, KnownBuilds } from './builds.ts';
import {
  bytes,
  type Counts,
  type NumberedPart,
  numbers,
  placesOf,
  type Scanned,
} from './by-name.ts';
import { packed } from './bytes.ts';
import { checksum } from './checksum.ts';
import { type Crew, CrewOfOne } from './crew.ts';
import { exported, includes } from './few-rows.ts';
import { DECLARED_ROW, DEFINITION_ROW, type IndexMeta, type IndexSections } from './format.ts';
import { nameMemory, roomFor, SharedNames, sizeOf } from './shared-names.ts';

/** Files that were scanned, by path: bytes and modification time (ms) when each was read, its part and its row there. */
export interface ScannedFiles {
  readonly paths: readonly string[];
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  readonly part: Int32Array;
  readonly row: Int32Array;
}

/** A file that was scanned: bytes and modification time (ms) when it was read. */
export interface ScannedFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/**
 * Lays what scanners found out in the arrays of an index. The result does not depend on who scanned
 * what, save for the numbers of names and the order of the fields of one name. `parts` have no files yet.
 */
export async function assemble(
  parts: readonly Omit<NumberedPart, 'files'>[],
  names: SharedNames,
  files: ScannedFiles,
  builds: FileBuilds,
  meta: Omit<IndexMeta, 'builds' | 'id'>,
  crew: Crew,
): Promise<IndexSections> {
  const scanned = {
    parts: parts.map((one, part) => ({ ...one, files: filesOf(one, part, files) })),
    filePart: shared(files.part),
    fileRow: shared(files.row),
    nameCount: names.size,
  };
  const counted = crew.count(scanned);
  // What hangs on no count is laid out while the crew counts, and while it fills the tables.
  const id = [files.sizes, files.times]
    .map(({ buffer, byteLength }) => checksum(buffer, 0, byteLength).toString(16))
    .join('-');
  const dictionaryFrom = sums(scanned, 3);
  const records = recordsOf(scanned);
  const ofFiles = {
    meta: new TextEncoder().encode(JSON.stringify({ ...meta, id, builds: builds.list })),
    ...pathsOf(files.paths),
    fileBuild: builds.places,
    fileSize: files.sizes,
    fileTime: files.times,
    functionFrom: sums(scanned, 6),
    macroFrom: sums(scanned, 7),
    recordFrom: records.recordFrom,
    dictionaryFrom,
  };
  const counts = await counted;
  const from = (of: keyof Counts): Int32Array =>
    placesOf(
      counts.map((one) => one[of]),
      names.size,
    );
  const mentionFrom = from('mentions');
  const definitionFrom = from('definitions');
  const declaredFrom = from('declared');
  const tables = {
    dictionary: bytes((dictionaryFrom.at(-1) ?? 0) * 3),
    mentions: bytes((mentionFrom.at(-1) ?? 0) * 3),
    definitions: numbers((definitionFrom.at(-1) ?? 0) * DEFINITION_ROW),
    declared: bytes((declaredFrom.at(-1) ?? 0) * DECLARED_ROW * 3),
    records: bytes(records.length),
  };
  const filled = crew.fill(counts, tables, { dictionaryFrom, recordsFrom: records.partFrom });
  const ofNames = {
    ...names.sections(),
    mentionFrom: packed(mentionFrom),
    definitionFrom: packed(definitionFrom),
    exported: exported(scanned.parts),
    includes: includes(scanned.parts),
  };
  await filled;
  return { ...ofFiles, ...ofNames, ...tables };
}

/** Lays out what one scanner found, of files in the order of the scan. */
export async function assembleOne(
  part: ScanPart,
  files: readonly ScannedFile[],
  buildOf: (path: string) => FileBuild,
  meta: Omit<IndexMeta, 'builds' | 'id'>,
): Promise<IndexSections> {
  const names = new SharedNames(nameMemory(roomFor(part)));
  const numbered = numbers(sizeOf(part));
  names.join(part, 1, numbered);
  const order = Int32Array.from(files, (_, row) => row);
  order.sort((one, other) => ((files[one]?.path ?? '') < (files[other]?.path ?? '') ? -1 : 1));
  const sorted = Array.from(order, (row) => files[row]).filter((file) => file !== undefined);
  const scanned = {
    paths: sorted.map((file) => file.path),
    sizes: Float64Array.from(sorted, (file) => file.size),
    times: Float64Array.from(sorted, (file) => file.modified),
    part: new Int32Array(order.length),
    row: order,
  };
  const builds = new KnownBuilds();
  const places = Int32Array.from(sorted, ({ path }) => builds.placeOf(buildOf(path)));
  const parts = [{ part, names: numbered }];
  const { list } = builds;
  return assemble(parts, names, scanned, { list, places }, meta, new CrewOfOne());
}

/** Which file each row of a part is. */
function filesOf(
  { part }: Pick<NumberedPart, 'part'>,
  index: number,
  files: ScannedFiles,
): Int32Array {
  const found = numbers(part.fileRows.length / FILE_STRIDE).fill(-1);
  for (let file = 0; file < files.part.length; file++) {
    if (files.part[file] === index) found[files.row[file] ?? 0] = file;
  }
  return found;
}

/** A number of a file's row in its part. */
function numberOf({ parts, filePart, fileRow }: Scanned, file: number, column: number): number {
  const rows = parts[filePart[file] ?? 0]?.part.fileRows;
  return rows?.[(fileRow[file] ?? 0) * FILE_STRIDE + column] ?? 0;
}

/** For each file the sum of a number of those before it; one more. */
function sums(scanned: Scanned, column: number): Int32Array {
  const files = scanned.filePart.length;
  const from = numbers(files + 1);
  for (let file = 0; file < files; file++) {
    from[file + 1] = (from[file] ?? 0) + numberOf(scanned, file, column);
  }
  return from;
}

/** The records stay in the order of the scan. */
function recordsOf(scanned: Scanned): {
  readonly length: number;
  readonly partFrom: readonly number[];
  readonly recordFrom: Int32Array;
} {
  const { parts, filePart } = scanned;
  const partFrom: number[] = [];
  let length = 0;
  for (const { part } of parts) {
    partFrom.push(length);
    length += part.records.length;
  }
  const recordFrom = Int32Array.from(
    filePart,
    (part, file) => (partFrom[part] ?? 0) + numberOf(scanned, file, 0),
  );
  return { length, partFrom, recordFrom };
}

function pathsOf(paths: readonly string[]): Pick<IndexSections, 'pathFrom' | 'paths'> {
  const encoder = new TextEncoder();
  const pathFrom = new Int32Array(paths.length + 1);
  const encoded = encoder.encode(paths.join(''));
  const ascii = encoded.length === paths.reduce((sum, path) => sum + path.length, 0);
  paths.forEach((path, index) => {
    const length = ascii ? path.length : encoder.encode(path).length;
    pathFrom[index + 1] = (pathFrom[index] ?? 0) + length;
  });
  return { pathFrom, paths: encoded };
}

function shared(array: Int32Array): Int32Array {
  const copy = numbers(array.length);
  copy.set(array);
  return copy;
}
