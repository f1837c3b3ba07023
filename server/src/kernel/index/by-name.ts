import { DECLARED_STRIDE, DEFINITION_STRIDE, FILE_STRIDE } from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import { setU24, touched } from './bytes.ts';
import { DECLARED_ROW, DEFINITION_ROW, mentionShift } from './format.ts';

/** A part whose names and files are known by the numbers of an index. */
export interface NumberedPart {
  readonly part: ScanPart;
  /** The names of the index by the part's own. */
  readonly names: Int32Array;
  /** The files of the index by the part's own rows, or -1. */
  readonly files: Int32Array;
}

/** What an index is made of: parts, and for each file, by path, the part and its row there. */
export interface Scanned {
  readonly parts: readonly NumberedPart[];
  readonly filePart: Int32Array;
  readonly fileRow: Int32Array;
  /** How many names there are, name 0 with them. */
  readonly nameCount: number;
}

/** What one of those who lay the tables out does: every `of`-th part, and as large a piece of the files. */
export interface Share {
  readonly share: number;
  readonly of: number;
}

/** For each name how many rows of it a share has; later, where it puts the next. */
export interface Counts {
  readonly mentions: Int32Array;
  readonly definitions: Int32Array;
  readonly declared: Int32Array;
}

/** Tables that all shares fill together. */
export interface Tables {
  readonly dictionary: Uint8Array;
  readonly mentions: Uint8Array;
  readonly definitions: Int32Array;
  readonly declared: Uint8Array;
  readonly records: Uint8Array;
}

/** Where each file's dictionary begins, and each part's records. */
export interface Places {
  readonly dictionaryFrom: Int32Array;
  readonly recordsFrom: readonly number[];
}

/** An array that threads share. */
export function numbers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

/** The same of bytes. */
export function bytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** Counts the rows of each name in a share. */
export function count(scanned: Scanned, share: Share): Counts {
  const { nameCount } = scanned;
  const counts = {
    mentions: touched(numbers(nameCount)),
    definitions: touched(numbers(nameCount)),
    declared: touched(numbers(nameCount)),
  };
  eachFile(scanned, share, ({ part, names }, row) => {
    const { fileRows, dictionary, roles, definitions } = part;
    const from = fileRows[row + 2] ?? 0;
    const end = from + (fileRows[row + 3] ?? 0);
    for (let at = from; at < end; at++) {
      if (roles[at] !== 0) addOne(counts.mentions, names[dictionary[at] ?? 0] ?? 0);
    }
    const [first, last] = definitionsOf(fileRows, row);
    for (let at = first; at < last; at += DEFINITION_STRIDE) {
      addOne(counts.definitions, names[definitions[at] ?? 0] ?? 0);
    }
  });
  for (const { part, names, files } of partsOf(scanned, share)) {
    const { declared } = part;
    for (let at = 0; at < declared.length; at += DECLARED_STRIDE) {
      if ((files[declared[at] ?? 0] ?? -1) < 0) continue;
      addOne(counts.declared, names[declared[at + 1] ?? 0] ?? 0);
    }
  }
  return counts;
}

/**
 * Turns the counts of all shares into where each puts its rows of a name: after those of the names
 * before, and of the shares before. Gives where each name's rows begin; one more.
 */
export function placesOf(counts: readonly Int32Array[], names: number): Int32Array {
  const from = new Int32Array(names + 1);
  let sum = 0;
  for (let name = 0; name < names; name++) {
    from[name] = sum;
    for (const one of counts) {
      const rows = one[name] ?? 0;
      one[name] = sum;
      sum += rows;
    }
  }
  from[names] = sum;
  return from;
}

/** Puts the rows of a share where `next` says. */
export function fill(
  scanned: Scanned,
  share: Share,
  next: Counts,
  tables: Tables,
  places: Places,
): void {
  const { dictionary, mentions, definitions } = tables;
  eachFile(scanned, share, ({ part, names }, row, file) => {
    const { fileRows, roles } = part;
    const from = fileRows[row + 2] ?? 0;
    const end = from + (fileRows[row + 3] ?? 0);
    let to = places.dictionaryFrom[file] ?? 0;
    for (let at = from; at < end; at++, to++) {
      const name = names[part.dictionary[at] ?? 0] ?? 0;
      setU24(dictionary, to, name);
      const role = roles[at] ?? 0;
      if (role !== 0) setU24(mentions, addOne(next.mentions, name), (file << mentionShift) | role);
    }
    const [first, last] = definitionsOf(fileRows, row);
    for (let at = first; at < last; at += DEFINITION_STRIDE) {
      const place = addOne(next.definitions, names[part.definitions[at] ?? 0] ?? 0);
      definitions[place * DEFINITION_ROW] = file;
      definitions[place * DEFINITION_ROW + 1] = part.definitions[at + 1] ?? 0;
    }
  });
  for (const one of partsOf(scanned, share)) declare(one, next.declared, tables.declared);
  scanned.parts.forEach(({ part }, index) => {
    if (index % share.of === share.share)
      tables.records.set(part.records, places.recordsFrom[index]);
  });
}

/** The fields of structs. */
function declare({ part, names, files }: NumberedPart, next: Int32Array, table: Uint8Array): void {
  const { declared } = part;
  for (let at = 0; at < declared.length; at += DECLARED_STRIDE) {
    const file = files[declared[at] ?? 0] ?? -1;
    if (file < 0) continue;
    const field = names[declared[at + 1] ?? 0] ?? 0;
    const type = declared[at + 3] ?? 0;
    const to = addOne(next, field) * DECLARED_ROW;
    setU24(table, to, field);
    setU24(table, to + 1, file);
    setU24(table, to + 2, names[declared[at + 2] ?? 0] ?? 0);
    setU24(table, to + 3, type < 0 ? ((names[-type] ?? 0) << 1) | 1 : (names[type] ?? 0) << 1);
  }
}

/** Visits a share's files: the part, where the file's numbers begin in its `fileRows`, the file. */
function eachFile(
  { parts, filePart, fileRow }: Scanned,
  { share, of }: Share,
  visit: (from: NumberedPart, row: number, file: number) => void,
): void {
  const end = Math.floor((filePart.length * (share + 1)) / of);
  for (let file = Math.floor((filePart.length * share) / of); file < end; file++) {
    const from = parts[filePart[file] ?? 0];
    if (from !== undefined) visit(from, (fileRow[file] ?? 0) * FILE_STRIDE, file);
  }
}

function partsOf({ parts }: Scanned, { share, of }: Share): readonly NumberedPart[] {
  return parts.filter((_, index) => index % of === share);
}

function definitionsOf(fileRows: Int32Array, row: number): readonly [first: number, last: number] {
  const first = (fileRows[row + 4] ?? 0) * DEFINITION_STRIDE;
  return [first, first + (fileRows[row + 5] ?? 0) * DEFINITION_STRIDE];
}

/** Adds one to a number; gives what it was. */
function addOne(counts: Int32Array, key: number): number {
  const before = counts[key] ?? 0;
  counts[key] = before + 1;
  return before;
}
