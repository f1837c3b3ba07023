import { DEFINITION_STRIDE, FILE_STRIDE } from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import { packed, setU24 } from './bytes.ts';
import {
  DECLARED_ROW,
  DEFINITION_ROW,
  EXPORTED_ROW,
  INCLUDE_ROW,
  type IndexSections,
  mentionShift,
} from './format.ts';

/** A part whose names and files are known by the numbers of an index. */
export interface NumberedPart {
  readonly part: ScanPart;
  /** The names of the index by the part's own. */
  readonly names: Int32Array;
  /** The files of the index by the part's own rows, or -1. */
  readonly files: Int32Array;
}

/** A file of an index: which row of which part it is. */
export interface FileRow {
  readonly from: NumberedPart;
  readonly row: number;
}

/** A number of a file's row in its part. */
export function numberOf({ from, row }: FileRow, column: number): number {
  return from.part.fileRows[row * FILE_STRIDE + column] ?? 0;
}

/** For each file the sum of a number of those before it; one more. */
export function sums(files: readonly FileRow[], column: number): Int32Array {
  const from = new Int32Array(files.length + 1);
  files.forEach((file, index) => {
    from[index + 1] = (from[index] ?? 0) + numberOf(file, column);
  });
  return from;
}

/** The names of each file, and for each of `names` names the files that mention it. */
export function dictionaries(
  files: readonly FileRow[],
  names: number,
): Pick<IndexSections, 'dictionaryFrom' | 'dictionary' | 'mentionFrom' | 'mentions'> {
  const dictionaryFrom = sums(files, 3);
  const length = dictionaryFrom[files.length] ?? 0;
  const dictionary = new Uint8Array(length * 3);
  const numbers = new Int32Array(length);
  const roles = new Uint8Array(length);
  const mentionFrom = new Int32Array(names + 1);
  let to = 0;
  for (const file of files) {
    const { part, names: map } = file.from;
    const from = numberOf(file, 2);
    const end = from + numberOf(file, 3);
    for (let at = from; at < end; at++, to++) {
      const name = map[part.dictionary[at] ?? 0] ?? 0;
      const role = part.roles[at] ?? 0;
      numbers[to] = name;
      roles[to] = role;
      setU24(dictionary, to, name);
      if (role !== 0) mentionFrom[name + 1] = (mentionFrom[name + 1] ?? 0) + 1;
    }
  }
  accumulate(mentionFrom);
  const mentions = new Uint8Array((mentionFrom[names] ?? 0) * 3);
  const next = mentionFrom.slice();
  files.forEach((_, file) => {
    const end = dictionaryFrom[file + 1] ?? 0;
    for (let at = dictionaryFrom[file] ?? 0; at < end; at++) {
      const role = roles[at] ?? 0;
      if (role === 0) continue;
      const name = numbers[at] ?? 0;
      const place = next[name] ?? 0;
      next[name] = place + 1;
      setU24(mentions, place, (file << mentionShift) | role);
    }
  });
  return { dictionaryFrom, dictionary, mentionFrom: packed(mentionFrom), mentions };
}

/** For each of `names` names where it is defined. */
export function definitions(
  files: readonly FileRow[],
  names: number,
): Pick<IndexSections, 'definitionFrom' | 'definitions'> {
  const definitionFrom = new Int32Array(names + 1);
  for (const file of files) {
    const { part, names: map } = file.from;
    const end = definitionEnd(file);
    for (let at = definitionStart(file); at < end; at += DEFINITION_STRIDE) {
      const key = (map[part.definitions[at] ?? 0] ?? 0) + 1;
      definitionFrom[key] = (definitionFrom[key] ?? 0) + 1;
    }
  }
  accumulate(definitionFrom);
  const next = definitionFrom.slice();
  const found = new Int32Array((definitionFrom[names] ?? 0) * DEFINITION_ROW);
  files.forEach((file, index) => {
    const { part, names: map } = file.from;
    const end = definitionEnd(file);
    for (let at = definitionStart(file); at < end; at += DEFINITION_STRIDE) {
      const name = map[part.definitions[at] ?? 0] ?? 0;
      const place = next[name] ?? 0;
      next[name] = place + 1;
      found[place * DEFINITION_ROW] = index;
      found[place * DEFINITION_ROW + 1] = part.definitions[at + 1] ?? 0;
    }
  });
  return { definitionFrom: packed(definitionFrom), definitions: found };
}

function definitionStart(file: FileRow): number {
  return numberOf(file, 4) * DEFINITION_STRIDE;
}

function definitionEnd(file: FileRow): number {
  return definitionStart(file) + numberOf(file, 5) * DEFINITION_STRIDE;
}

/** The fields of structs, by name. */
export function declared(parts: readonly NumberedPart[], names: number): Uint8Array {
  const rows = byName(parts, DECLARED_ROW, names, (part) => part.declared);
  for (let at = DECLARED_ROW - 1; at < rows.length; at += DECLARED_ROW) {
    const type = rows[at] ?? 0;
    rows[at] = type < 0 ? (-type << 1) | 1 : type << 1;
  }
  return packed(rows);
}

/** What is exported, by name. */
export function exported(parts: readonly NumberedPart[], names: number): Int32Array {
  return byName(parts, EXPORTED_ROW, names, (part) => part.exported);
}

/** The C files that are taken in, by the files that do so. */
export function includes(parts: readonly NumberedPart[]): Int32Array {
  const found: (readonly [number, number])[] = [];
  for (const { part, names, files } of parts) {
    for (let at = 0; at < part.includes.length; at += INCLUDE_ROW) {
      const file = files[part.includes[at] ?? 0] ?? -1;
      if (file >= 0) found.push([file, names[part.includes[at + 1] ?? 0] ?? 0]);
    }
  }
  found.sort(([one], [other]) => one - other);
  return Int32Array.from(found.flat());
}

/** Rows `file, name, …` of all parts as `name, file, …`, by name and, within a part, in their order. */
function byName(
  parts: readonly NumberedPart[],
  stride: number,
  names: number,
  rowsOf: (part: ScanPart) => Int32Array,
): Int32Array {
  const from = new Int32Array(names + 1);
  for (const { part, names: map, files } of parts) {
    const rows = rowsOf(part);
    for (let at = 0; at < rows.length; at += stride) {
      if ((files[rows[at] ?? 0] ?? -1) < 0) continue;
      const key = (map[rows[at + 1] ?? 0] ?? 0) + 1;
      from[key] = (from[key] ?? 0) + 1;
    }
  }
  accumulate(from);
  const found = new Int32Array((from[names] ?? 0) * stride);
  for (const { part, names: map, files } of parts) {
    const rows = rowsOf(part);
    for (let at = 0; at < rows.length; at += stride) {
      const file = files[rows[at] ?? 0] ?? -1;
      if (file < 0) continue;
      const name = map[rows[at + 1] ?? 0] ?? 0;
      const place = from[name] ?? 0;
      from[name] = place + 1;
      const to = place * stride;
      found[to] = name;
      found[to + 1] = file;
      for (let column = 2; column < stride; column++) {
        const value = rows[at + column] ?? 0;
        found[to + column] = value < 0 ? -(map[-value] ?? 0) : (map[value] ?? 0);
      }
    }
  }
  return found;
}

/** Turns counts at `key + 1` into where each key begins. */
function accumulate(counts: Int32Array): void {
  for (let key = 1; key < counts.length; key++) {
    counts[key] = (counts[key] ?? 0) + (counts[key - 1] ?? 0);
  }
}
