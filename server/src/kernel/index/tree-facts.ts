import type { FileBuild } from '../link/file-build.ts';
import { unknownBuild } from '../link/file-build.ts';
import { u24 } from './bytes.ts';
import {
  DECLARED_ROW,
  EXPORTED_ROW,
  type IndexMeta,
  type IndexSections,
  mentionShift,
} from './format.ts';
import { findName } from './name-table.ts';
import { FileRecord } from './record.ts';
import { searchNames } from './search-names.ts';

const decoder = new TextDecoder();
/** How many records are held decoded; those used longest ago are dropped. */
const recordsHeld = 1 << 12;

/** Called with a file and what a name is in it (scan/facts.ts). */
export type MentionVisitor = (file: number, roles: number) => void;
/** Called with a file, a place among its functions or macros, and flags (scan/facts.ts). */
export type DefinitionVisitor = (file: number, place: number, flags: number) => void;
/** Called with a file, a struct, and the field's type: a struct, 0 for a function, or minus a typedef. */
export type DeclaredVisitor = (file: number, struct: number, type: number) => void;

/** The same with the field before the file. */
export type DeclarationVisitor = (
  field: number,
  file: number,
  struct: number,
  type: number,
) => void;

/** What each file of a tree says, and where each name is said. Names and files are numbers; name 0 is none. */
export interface TreeFacts {
  readonly meta: IndexMeta;
  readonly fileCount: number;
  readonly functionCount: number;
  /** One more than the greatest number of a name. */
  readonly nameCount: number;
  pathOf(file: number): string;
  /** The file of a path, or -1. */
  fileAt(path: string): number;
  buildOf(file: number): FileBuild;
  /** Bytes and modification time (ms) of a file when it was read. */
  stampOf(file: number): { readonly size: number; readonly modified: number };
  /** Functions, and macros, in the files before; for one file more than there are, all. */
  functionsBefore(file: number): number;
  macrosBefore(file: number): number;
  record(file: number): FileRecord;
  /** The number of a name, or 0. */
  find(text: string): number;
  text(name: number): string;
  /** Names that answer a query, the best first, at most `limit`; see `searchNames()`. */
  search(query: string, limit: number, isWanted: (name: number) => boolean): readonly number[];
  eachMention(name: number, visit: MentionVisitor): void;
  eachDefinition(name: number, visit: DefinitionVisitor): void;
  /** Visits the definitions of a name that stand in one file. */
  eachDefinitionIn(file: number, name: number, visit: DefinitionVisitor): void;
  /** Visits the structs that have a field of a name. */
  eachDeclared(field: number, visit: DeclaredVisitor): void;
  /** Visits every field that a struct declares, of the whole tree. */
  eachDeclaration(visit: DeclarationVisitor): void;
  /** Visits where a name is given to an export. */
  eachExport(name: number, visit: (file: number, word: number) => void): void;
  /** Visits the `#include`s of C files. */
  eachInclude(visit: (file: number, path: number) => void): void;
}

/** The facts of an index file, read in place. */
export class IndexedFacts implements TreeFacts {
  readonly meta: IndexMeta;
  readonly fileCount: number;
  readonly functionCount: number;
  readonly nameCount: number;
  private readonly texts: (string | undefined)[] = [];
  private readonly paths: (string | undefined)[] = [];
  private readonly records = new Map<number, FileRecord>();

  constructor(readonly sections: IndexSections) {
    this.meta = JSON.parse(decoder.decode(sections.meta)) as IndexMeta;
    this.fileCount = sections.recordFrom.length;
    this.functionCount = sections.functionFrom[this.fileCount] ?? 0;
    this.nameCount = sections.textFrom.length - 1;
  }

  pathOf(file: number): string {
    const known = this.paths[file];
    if (known !== undefined) return known;
    const { paths, pathFrom } = this.sections;
    const path = decoder.decode(paths.subarray(pathFrom[file], pathFrom[file + 1]));
    this.paths[file] = path;
    return path;
  }

  fileAt(path: string): number {
    const place = this.placeFor(path);
    return place < this.fileCount && this.pathOf(place) === path ? place : -1;
  }

  /** How many files come before a path. */
  placeFor(path: string): number {
    let low = 0;
    let high = this.fileCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pathOf(middle) < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  stampOf(file: number): { readonly size: number; readonly modified: number } {
    const { fileSize, fileTime } = this.sections;
    return { size: fileSize[file] ?? 0, modified: fileTime[file] ?? 0 };
  }

  buildOf(file: number): FileBuild {
    return this.meta.builds[this.sections.fileBuild[file] ?? -1] ?? unknownBuild;
  }

  functionsBefore(file: number): number {
    return this.sections.functionFrom[file] ?? 0;
  }

  macrosBefore(file: number): number {
    return this.sections.macroFrom[file] ?? 0;
  }

  record(file: number): FileRecord {
    const known = this.records.get(file);
    if (known !== undefined) return known;
    const { records, recordFrom } = this.sections;
    const record = new FileRecord(records, recordFrom[file] ?? 0, this.dictionary(file));
    hold(this.records, file, record);
    return record;
  }

  find(text: string): number {
    return findName(this.sections, text);
  }

  text(name: number): string {
    const known = this.texts[name];
    if (known !== undefined) return known;
    const { text, textFrom } = this.sections;
    const decoded = decoder.decode(text.subarray(textFrom[name] ?? 0, textFrom[name + 1] ?? 0));
    this.texts[name] = decoded;
    return decoded;
  }

  search(query: string, limit: number, isWanted: (name: number) => boolean): readonly number[] {
    return searchNames(this.sections, query, limit, isWanted);
  }

  eachMention(name: number, visit: MentionVisitor): void {
    const { mentionFrom, mentions } = this.sections;
    const end = u24(mentionFrom, name + 1);
    for (let at = u24(mentionFrom, name); at < end; at++) {
      const mention = u24(mentions, at);
      visit(mention >>> mentionShift, mention & ((1 << mentionShift) - 1));
    }
  }

  eachDefinition(name: number, visit: DefinitionVisitor): void {
    const { definitionFrom, definitions } = this.sections;
    const end = u24(definitionFrom, name + 1);
    for (let at = u24(definitionFrom, name); at < end; at++) {
      const what = definitions[at * 2 + 1] ?? 0;
      visit(definitions[at * 2] ?? 0, what >>> 8, what & 255);
    }
  }

  eachDefinitionIn(file: number, name: number, visit: DefinitionVisitor): void {
    const { definitionFrom, definitions } = this.sections;
    const end = u24(definitionFrom, name + 1);
    let low = u24(definitionFrom, name);
    for (let high = end; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((definitions[middle * 2] ?? 0) < file) low = middle + 1;
      else high = middle;
    }
    for (; low < end && definitions[low * 2] === file; low++) {
      const what = definitions[low * 2 + 1] ?? 0;
      visit(file, what >>> 8, what & 255);
    }
  }

  eachDeclared(field: number, visit: DeclaredVisitor): void {
    const { declared } = this.sections;
    const number = (at: number): number => u24(declared, at);
    const end = declared.length / 3;
    let at = firstOf(number, end, DECLARED_ROW, field);
    for (; at < end && number(at) === field; at += DECLARED_ROW) {
      visit(number(at + 1), number(at + 2), signed(number(at + 3)));
    }
  }

  eachDeclaration(visit: DeclarationVisitor): void {
    const { declared } = this.sections;
    const rows = declared.length / 3;
    for (let at = 0; at < rows; at += DECLARED_ROW) {
      const type = signed(u24(declared, at + 3));
      visit(u24(declared, at), u24(declared, at + 1), u24(declared, at + 2), type);
    }
  }

  eachExport(name: number, visit: (file: number, word: number) => void): void {
    const { exported } = this.sections;
    const number = (at: number): number => exported[at] ?? 0;
    let at = firstOf(number, exported.length, EXPORTED_ROW, name);
    for (; exported[at] === name; at += EXPORTED_ROW) {
      visit(exported[at + 1] ?? 0, exported[at + 2] ?? 0);
    }
  }

  eachInclude(visit: (file: number, path: number) => void): void {
    const { includes } = this.sections;
    for (let at = 0; at < includes.length; at += 2) visit(includes[at] ?? 0, includes[at + 1] ?? 0);
  }

  private dictionary(file: number): Int32Array {
    const { dictionary, dictionaryFrom } = this.sections;
    const from = dictionaryFrom[file] ?? 0;
    const names = new Int32Array((dictionaryFrom[file + 1] ?? 0) - from);
    for (let at = 0; at < names.length; at++) names[at] = u24(dictionary, from + at);
    return names;
  }
}

/** The type of a declared field, whose lowest bit is its sign. */
function signed(type: number): number {
  return (type & 1) === 0 ? type >>> 1 : -(type >>> 1);
}

/** Keeps a record among those held; drops the one held longest when there are too many. */
function hold(records: Map<number, FileRecord>, file: number, record: FileRecord): void {
  if (records.size >= recordsHeld) {
    const [oldest] = records.keys();
    if (oldest !== undefined) records.delete(oldest);
  }
  records.set(file, record);
}

/** Where the first row of a key stands among `length` numbers in rows that are sorted by their first. */
function firstOf(
  number: (at: number) => number,
  length: number,
  stride: number,
  key: number,
): number {
  let low = 0;
  let high = length / stride;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (number(middle * stride) < key) low = middle + 1;
    else high = middle;
  }
  return low * stride;
}
