import type { FileBuild } from '../link/file-build.ts';
import { FILE_STRIDE } from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import { places } from './changed-places.ts';
import { ChangedRows } from './changed-rows.ts';
import type { ChangedFile, Changes } from './changes.ts';
import type { IndexMeta } from './format.ts';
import { FileRecord } from './record.ts';
import { searchTexts } from './search-names.ts';
import type {
  DeclarationVisitor,
  DeclaredVisitor,
  DefinitionVisitor,
  IndexedFacts,
  MentionVisitor,
  TreeFacts,
} from './tree-facts.ts';

const decoder = new TextDecoder();

/**
 * The facts of an index file with some files changed, added and removed. Files are numbered by path, as
 * in an index of the tree as it is now; names of the index keep their numbers, others come after them.
 */
export class ChangedFacts implements TreeFacts {
  readonly fileCount: number;
  readonly functionCount: number;
  /** For each file, the file of the index, or minus one minus the place among the changed ones. */
  private readonly source: Int32Array;
  /** For each file of the index, its number now, or -1. */
  private readonly placeOf: Int32Array;
  private readonly functionFrom: Int32Array;
  private readonly macroFrom: Int32Array;
  private readonly extra = new Map<string, number>();
  private readonly extraTexts: string[] = [];
  private readonly maps = new Map<ScanPart, Int32Array>();
  private readonly records = new Map<number, FileRecord>();
  private readonly rows = new ChangedRows();

  constructor(
    readonly base: IndexedFacts,
    readonly changes: Changes,
  ) {
    const { source, placeOf } = places(base, changes);
    this.source = source;
    this.placeOf = placeOf;
    this.fileCount = source.length;
    this.functionFrom = this.sums(6, (file) => base.functionsBefore(file));
    this.macroFrom = this.sums(7, (file) => base.macrosBefore(file));
    this.functionCount = this.functionFrom[this.fileCount] ?? 0;
    const parts = new Map<ScanPart, Map<number, number>>();
    source.forEach((from, file) => {
      const changed = from < 0 ? changes.files[-1 - from] : undefined;
      if (changed === undefined) return;
      const known = parts.get(changed.part) ?? new Map<number, number>();
      parts.set(changed.part, known.set(changed.row, file));
    });
    for (const [part, files] of parts) this.rows.take(part, this.mapOf(part), files);
  }

  get meta(): IndexMeta {
    return this.base.meta;
  }

  get nameCount(): number {
    return this.base.nameCount + this.extraTexts.length;
  }

  pathOf(file: number): string {
    const from = this.source[file] ?? 0;
    return from < 0 ? (this.changes.files[-1 - from]?.path ?? '') : this.base.pathOf(from);
  }

  fileAt(path: string): number {
    let low = 0;
    let high = this.fileCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pathOf(middle) < path) low = middle + 1;
      else high = middle;
    }
    return low < this.fileCount && this.pathOf(low) === path ? low : -1;
  }

  stampOf(file: number): { readonly size: number; readonly modified: number } {
    const from = this.source[file] ?? 0;
    return from < 0 ? (this.changes.files[-1 - from] ?? noStamp) : this.base.stampOf(from);
  }

  buildOf(file: number): FileBuild {
    const from = this.source[file] ?? 0;
    if (from >= 0) return this.base.buildOf(from);
    const path = this.pathOf(file);
    return this.changes.builds.get(path) ?? this.base.buildOf(this.base.fileAt(path));
  }

  functionsBefore(file: number): number {
    return this.functionFrom[file] ?? 0;
  }

  macrosBefore(file: number): number {
    return this.macroFrom[file] ?? 0;
  }

  record(file: number): FileRecord {
    const from = this.source[file] ?? 0;
    if (from >= 0) return this.base.record(from);
    let record = this.records.get(file);
    if (record === undefined) {
      record = this.recordOf(this.changes.files[-1 - from]);
      this.records.set(file, record);
    }
    return record;
  }

  find(text: string): number {
    const known = this.base.find(text);
    return known > 0 ? known : (this.extra.get(text) ?? 0);
  }

  text(name: number): string {
    const { nameCount } = this.base;
    return name < nameCount ? this.base.text(name) : (this.extraTexts[name - nameCount] ?? '');
  }

  search(query: string, limit: number, isWanted: (name: number) => boolean): readonly number[] {
    const first = this.base.nameCount;
    const extra = searchTexts(this.extraTexts, query, limit, (at) => isWanted(first + at));
    const both = [...this.base.search(query, limit, isWanted), ...extra.map((at) => first + at)];
    const texts = both.map((name) => this.text(name));
    return searchTexts(texts, query, limit, () => true).map((at) => both[at] ?? 0);
  }

  eachMention(name: number, visit: MentionVisitor): void {
    const rows = this.rows.mentions.get(name);
    this.merged(
      rows,
      (take) => this.base.eachMention(name, (from, roles) => take(from, roles)),
      ([file = 0, roles = 0]) => visit(file, roles),
    );
  }

  eachDefinition(name: number, visit: DefinitionVisitor): void {
    this.merged(
      this.rows.definitions.get(name),
      (take) =>
        this.base.eachDefinition(name, (from, place, flags) => take(from, (place << 8) | flags)),
      ([file = 0, what = 0]) => visit(file, what >>> 8, what & 255),
    );
  }

  eachDefinitionIn(file: number, name: number, visit: DefinitionVisitor): void {
    const from = this.source[file] ?? 0;
    if (from >= 0) {
      this.base.eachDefinitionIn(from, name, (_, place, flags) => visit(file, place, flags));
      return;
    }
    for (const [at = 0, what = 0] of this.rows.definitions.get(name) ?? []) {
      if (at === file) visit(file, what >>> 8, what & 255);
    }
  }

  eachDeclared(field: number, visit: DeclaredVisitor): void {
    this.merged(
      this.rows.declared.get(field),
      (take) => this.base.eachDeclared(field, take),
      ([file = 0, struct = 0, type = 0]) => visit(file, struct, type),
    );
  }

  eachDeclaration(visit: DeclarationVisitor): void {
    this.base.eachDeclaration((field, from, struct, type) => {
      const file = this.placeOf[from] ?? -1;
      if (file >= 0) visit(field, file, struct, type);
    });
    for (const [field, rows] of this.rows.declared) {
      for (const [file = 0, struct = 0, type = 0] of rows) visit(field, file, struct, type);
    }
  }

  eachExport(name: number, visit: (file: number, word: number) => void): void {
    this.merged(
      this.rows.exported.get(name),
      (take) => this.base.eachExport(name, take),
      ([file = 0, word = 0]) => visit(file, word),
    );
  }

  eachInclude(visit: (file: number, path: number) => void): void {
    this.merged(
      this.rows.includes,
      (take) => this.base.eachInclude(take),
      ([file = 0, path = 0]) => visit(file, path),
    );
  }

  /** Visits the rows of the index whose files are as they were, and those of changed files, by file. */
  private merged(
    changed: readonly (readonly number[])[] | undefined,
    eachKept: (take: (from: number, ...rest: readonly number[]) => void) => void,
    visit: (row: readonly number[]) => void,
  ): void {
    const rows: (readonly number[])[] = [];
    eachKept((from, ...rest) => {
      const file = this.placeOf[from] ?? -1;
      if (file >= 0) rows.push([file, ...rest]);
    });
    if (changed !== undefined && changed.length > 0) {
      rows.push(...changed);
      rows.sort(([one = 0], [other = 0]) => one - other);
    }
    for (const row of rows) visit(row);
  }

  private sums(column: number, before: (file: number) => number): Int32Array {
    const { source } = this;
    const sums = new Int32Array(source.length + 1);
    for (let file = 0; file < source.length; file++) {
      const from = source[file] ?? 0;
      const count = from < 0 ? this.row(-1 - from, column) : before(from + 1) - before(from);
      sums[file + 1] = (sums[file] ?? 0) + count;
    }
    return sums;
  }

  /** A number of the row of a changed file in its part. */
  private row(changed: number, column: number): number {
    const file = this.changes.files[changed];
    return file?.part.fileRows[file.row * FILE_STRIDE + column] ?? 0;
  }

  private recordOf(file: ChangedFile | undefined): FileRecord {
    if (file === undefined) return new FileRecord(new Uint8Array(1), 0, new Int32Array(0));
    const { part, row } = file;
    const from = part.fileRows[row * FILE_STRIDE + 2] ?? 0;
    const count = part.fileRows[row * FILE_STRIDE + 3] ?? 0;
    const map = this.mapOf(part);
    const dictionary = part.dictionary.slice(from, from + count).map((name) => map[name] ?? 0);
    return new FileRecord(part.records, part.fileRows[row * FILE_STRIDE] ?? 0, dictionary);
  }

  /** The names of the tree by those of a part. */
  private mapOf(part: ScanPart): Int32Array {
    const known = this.maps.get(part);
    if (known !== undefined) return known;
    const { text, textFrom } = part;
    const map = new Int32Array(textFrom.length - 1);
    for (let name = 1; name < map.length; name++) {
      map[name] = this.number(decoder.decode(text.subarray(textFrom[name], textFrom[name + 1])));
    }
    this.maps.set(part, map);
    return map;
  }

  private number(text: string): number {
    const known = this.find(text);
    if (known > 0) return known;
    const number = this.nameCount;
    this.extra.set(text, number);
    this.extraTexts.push(text);
    return number;
  }
}

const noStamp = { size: 0, modified: 0 };
