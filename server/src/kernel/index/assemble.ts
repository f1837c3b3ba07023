import type { FileBuild } from '../link/file-build.ts';
import { FILE_STRIDE } from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import {
  declared,
  definitions,
  dictionaries,
  exported,
  type FileRow,
  includes,
  type NumberedPart,
  numberOf,
  sums,
} from './by-name.ts';
import { checksum } from './checksum.ts';
import type { IndexMeta, IndexSections } from './format.ts';
import { NameTable } from './name-table.ts';

/** A file that was scanned: when it was read (bytes, ms), and the row of which part it is. */
export interface ScannedFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly part: number;
  readonly row: number;
}

/**
 * Lays what scanners found out in the arrays of an index. `files` must be sorted by path. The result does
 * not depend on who scanned what, save for the numbers of names.
 */
export function assemble(
  parts: readonly ScanPart[],
  files: readonly ScannedFile[],
  buildOf: (path: string) => FileBuild,
  meta: Omit<IndexMeta, 'builds' | 'id'>,
): IndexSections {
  const builds = new Builds();
  const fileBuild = Int32Array.from(files, (file) => builds.place(buildOf(file.path)));
  const fileSize = Float64Array.from(files, (file) => file.size);
  const fileTime = Float64Array.from(files, (file) => file.modified);
  const id = [fileSize, fileTime]
    .map(({ buffer, byteLength }) => checksum(buffer, 0, byteLength).toString(16))
    .join('-');
  const table = new NameTable(parts);
  const numbered = parts.map((part) => numberedPart(part, table));
  const rows = files.map((file, index): FileRow => {
    const from = numbered[file.part];
    if (from === undefined) throw new RangeError(`${file.path} is of no part.`);
    from.files[file.row] = index;
    return { from, row: file.row };
  });
  const text = table.sections();
  const names = text.textFrom.length - 1;
  return {
    meta: new TextEncoder().encode(JSON.stringify({ ...meta, id, builds: builds.list })),
    ...pathsOf(files),
    fileBuild,
    fileSize,
    fileTime,
    functionFrom: sums(rows, 6),
    macroFrom: sums(rows, 7),
    ...records(parts, files, rows),
    ...dictionaries(rows, names),
    ...text,
    ...definitions(rows, names),
    declared: declared(numbered, names),
    exported: exported(numbered, names),
    includes: includes(numbered),
  };
}

function numberedPart(part: ScanPart, table: NameTable): NumberedPart {
  const files = new Int32Array(part.fileRows.length / FILE_STRIDE).fill(-1);
  return { part, names: table.join(part), files };
}

/** The records stay in the order of the scan. */
function records(
  parts: readonly ScanPart[],
  files: readonly ScannedFile[],
  rows: readonly FileRow[],
): Pick<IndexSections, 'recordFrom' | 'records'> {
  const before: number[] = [];
  let length = 0;
  for (const part of parts) {
    before.push(length);
    length += part.records.length;
  }
  const bytes = new Uint8Array(length);
  parts.forEach((part, index) => {
    bytes.set(part.records, before[index]);
  });
  const recordFrom = Int32Array.from(
    rows,
    (row, index) => (before[files[index]?.part ?? 0] ?? 0) + numberOf(row, 0),
  );
  return { recordFrom, records: bytes };
}

function pathsOf(files: readonly ScannedFile[]): Pick<IndexSections, 'pathFrom' | 'paths'> {
  const encoder = new TextEncoder();
  const pathFrom = new Int32Array(files.length + 1);
  const encoded = encoder.encode(files.map((file) => file.path).join(''));
  const ascii = encoded.length === files.reduce((sum, { path }) => sum + path.length, 0);
  files.forEach(({ path }, index) => {
    const length = ascii ? path.length : encoder.encode(path).length;
    pathFrom[index + 1] = (pathFrom[index] ?? 0) + length;
  });
  return { pathFrom, paths: encoded };
}

/** Each distinct build, by its place. */
class Builds {
  readonly list: FileBuild[] = [];
  private readonly places = new Map<string, number>();

  place(one: FileBuild): number {
    const key = `${one.build}\0${one.trace}\0${one.module ?? ''}\0${one.traceEvidence ?? ''}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.places.set(key, place);
      this.list.push(one);
    }
    return place;
  }
}
