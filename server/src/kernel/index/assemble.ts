import type { FileBuild } from '../link/file-build.ts';
import {
  DECLARED_STRIDE,
  DEFINITION_STRIDE,
  EXPORTED_STRIDE,
  FILE_STRIDE,
  INCLUDE_STRIDE,
} from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';
import { packed, setU24 } from './bytes.ts';
import { checksum } from './checksum.ts';
import {
  DECLARED_ROW,
  DEFINITION_ROW,
  EXPORTED_ROW,
  INCLUDE_ROW,
  type IndexMeta,
  type IndexSections,
  mentionShift,
} from './format.ts';
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
 * not depend on who scanned what, save for the numbers of names. The parts are used up.
 */
export function assemble(
  parts: readonly ScanPart[],
  files: readonly ScannedFile[],
  buildOf: (path: string) => FileBuild,
  meta: Omit<IndexMeta, 'builds' | 'id'>,
): IndexSections {
  return new Assembly(parts, files).sections(buildOf, meta);
}

class Assembly {
  private readonly names: NameTable;
  /** For each part, the names of the index by its own. */
  private readonly maps: readonly Int32Array[];
  /** For each part, the files of the index by its own rows, or -1. */
  private readonly places: readonly Int32Array[];

  constructor(
    private readonly parts: readonly ScanPart[],
    private readonly files: readonly ScannedFile[],
  ) {
    this.names = new NameTable(
      parts.reduce((sum, part) => sum + part.textFrom.length, 0),
      parts.reduce((sum, part) => sum + part.text.length, 0),
    );
    this.maps = parts.map((part) => this.joinNames(part));
    this.places = parts.map((part) => new Int32Array(part.fileRows.length / FILE_STRIDE).fill(-1));
    files.forEach((file, index) => {
      const places = this.places[file.part];
      if (places !== undefined) places[file.row] = index;
    });
  }

  sections(
    buildOf: (path: string) => FileBuild,
    meta: Omit<IndexMeta, 'builds' | 'id'>,
  ): IndexSections {
    const text = this.names.sections();
    const names = text.textFrom.length - 1;
    const builds = new Builds();
    const fileBuild = Int32Array.from(this.files, (file) => builds.place(buildOf(file.path)));
    const paths = pathsOf(this.files);
    const fileSize = Float64Array.from(this.files, (file) => file.size);
    const fileTime = Float64Array.from(this.files, (file) => file.modified);
    const id = [fileSize, fileTime]
      .map(({ buffer, byteLength }) => checksum(buffer, 0, byteLength).toString(16))
      .join('-');
    return {
      meta: new TextEncoder().encode(JSON.stringify({ ...meta, id, builds: builds.list })),
      ...paths,
      fileBuild,
      fileSize,
      fileTime,
      functionFrom: this.sums(6),
      macroFrom: this.sums(7),
      ...this.records(),
      ...this.dictionaries(),
      ...text,
      ...this.mentions(names),
      ...this.definitions(names),
      declared: this.declared(names),
      exported: this.byName(EXPORTED_STRIDE, EXPORTED_ROW, names, (part) => part.exported),
      includes: this.includes(),
    };
  }

  private joinNames(part: ScanPart): Int32Array {
    const { text, textFrom } = part;
    const map = new Int32Array(textFrom.length - 1);
    for (let name = 1; name < map.length; name++) {
      map[name] = this.names.intern(text, textFrom[name] ?? 0, textFrom[name + 1] ?? 0);
    }
    return map;
  }

  /** A number of a file's row in its part. */
  private row(file: ScannedFile, column: number): number {
    return this.parts[file.part]?.fileRows[file.row * FILE_STRIDE + column] ?? 0;
  }

  private sums(column: number): Int32Array {
    const from = new Int32Array(this.files.length + 1);
    this.files.forEach((file, index) => {
      from[index + 1] = (from[index] ?? 0) + this.row(file, column);
    });
    return from;
  }

  /** The records stay in the order of the scan. */
  private records(): Pick<IndexSections, 'recordFrom' | 'records'> {
    const before: number[] = [];
    let length = 0;
    for (const part of this.parts) {
      before.push(length);
      length += part.records.length;
    }
    const records = new Uint8Array(length);
    this.parts.forEach((part, index) => {
      records.set(part.records, before[index]);
    });
    const recordFrom = Int32Array.from(
      this.files,
      (file) => (before[file.part] ?? 0) + this.row(file, 0),
    );
    return { recordFrom, records };
  }

  private dictionaries(): Pick<IndexSections, 'dictionaryFrom' | 'dictionary'> {
    const dictionaryFrom = this.sums(3);
    const dictionary = new Uint8Array((dictionaryFrom[this.files.length] ?? 0) * 3);
    let to = 0;
    for (const file of this.files) {
      const names = this.parts[file.part]?.dictionary;
      const map = this.maps[file.part];
      const from = this.row(file, 2);
      const end = from + this.row(file, 3);
      for (let at = from; at < end; at++) setU24(dictionary, to++, map?.[names?.[at] ?? 0] ?? 0);
    }
    return { dictionaryFrom, dictionary };
  }

  private mentions(names: number): Pick<IndexSections, 'mentionFrom' | 'mentions'> {
    const mentionFrom = new Int32Array(names + 1);
    this.eachRole((name) => {
      mentionFrom[name + 1] = (mentionFrom[name + 1] ?? 0) + 1;
    });
    accumulate(mentionFrom);
    const next = mentionFrom.slice();
    const mentions = new Uint8Array((mentionFrom[names] ?? 0) * 3);
    this.eachRole((name, file, role) => {
      const place = next[name] ?? 0;
      next[name] = place + 1;
      setU24(mentions, place, (file << mentionShift) | role);
    });
    return { mentionFrom: packed(mentionFrom), mentions };
  }

  private eachRole(visit: (name: number, file: number, role: number) => void): void {
    this.files.forEach((file, index) => {
      const part = this.parts[file.part];
      const map = this.maps[file.part] ?? none;
      if (part === undefined) return;
      const { dictionary, roles } = part;
      const from = this.row(file, 2);
      const end = from + this.row(file, 3);
      for (let at = from; at < end; at++) {
        const role = roles[at] ?? 0;
        if (role !== 0) visit(map[dictionary[at] ?? 0] ?? 0, index, role);
      }
    });
  }

  private definitions(names: number): Pick<IndexSections, 'definitionFrom' | 'definitions'> {
    const definitionFrom = new Int32Array(names + 1);
    this.eachDefinition((name) => {
      definitionFrom[name + 1] = (definitionFrom[name + 1] ?? 0) + 1;
    });
    accumulate(definitionFrom);
    const next = definitionFrom.slice();
    const definitions = new Int32Array((definitionFrom[names] ?? 0) * DEFINITION_ROW);
    this.eachDefinition((name, file, what) => {
      const place = next[name] ?? 0;
      next[name] = place + 1;
      definitions[place * DEFINITION_ROW] = file;
      definitions[place * DEFINITION_ROW + 1] = what;
    });
    return { definitionFrom: packed(definitionFrom), definitions };
  }

  private eachDefinition(visit: (name: number, file: number, what: number) => void): void {
    this.files.forEach((file, index) => {
      const part = this.parts[file.part];
      const map = this.maps[file.part] ?? none;
      if (part === undefined) return;
      const { definitions } = part;
      const from = this.row(file, 4) * DEFINITION_STRIDE;
      const end = from + this.row(file, 5) * DEFINITION_STRIDE;
      for (let at = from; at < end; at += DEFINITION_STRIDE) {
        visit(map[definitions[at] ?? 0] ?? 0, index, definitions[at + 1] ?? 0);
      }
    });
  }

  private declared(names: number): Uint8Array {
    const rows = this.byName(DECLARED_STRIDE, DECLARED_ROW, names, (part) => part.declared);
    for (let at = DECLARED_ROW - 1; at < rows.length; at += DECLARED_ROW) {
      const type = rows[at] ?? 0;
      rows[at] = type < 0 ? (-type << 1) | 1 : type << 1;
    }
    return packed(rows);
  }

  /** Rows `file, name, …` of all parts as `name, file, …`, by name and file. */
  private byName(
    stride: number,
    row: number,
    names: number,
    rowsOf: (part: ScanPart) => Int32Array,
  ): Int32Array {
    const from = new Int32Array(names + 1);
    this.parts.forEach((part, index) => {
      const rows = rowsOf(part);
      const map = this.maps[index] ?? none;
      const places = this.places[index] ?? none;
      for (let at = 0; at < rows.length; at += stride) {
        if ((places[rows[at] ?? 0] ?? -1) < 0) continue;
        const name = (map[rows[at + 1] ?? 0] ?? 0) + 1;
        from[name] = (from[name] ?? 0) + 1;
      }
    });
    accumulate(from);
    const found = new Int32Array((from[names] ?? 0) * row);
    this.parts.forEach((part, index) => {
      const rows = rowsOf(part);
      const map = this.maps[index] ?? none;
      const places = this.places[index] ?? none;
      for (let at = 0; at < rows.length; at += stride) {
        const file = places[rows[at] ?? 0] ?? -1;
        if (file < 0) continue;
        const name = map[rows[at + 1] ?? 0] ?? 0;
        const place = from[name] ?? 0;
        from[name] = place + 1;
        const to = place * row;
        found[to] = name;
        found[to + 1] = file;
        for (let column = 2; column < stride; column++) {
          const value = rows[at + column] ?? 0;
          found[to + column] = value < 0 ? -(map[-value] ?? 0) : (map[value] ?? 0);
        }
      }
    });
    return found;
  }

  private includes(): Int32Array {
    const found: (readonly [number, number])[] = [];
    this.parts.forEach((part, index) => {
      for (let at = 0; at < part.includes.length; at += INCLUDE_STRIDE) {
        const file = this.places[index]?.[part.includes[at] ?? 0] ?? -1;
        if (file < 0) continue;
        found.push([file, this.maps[index]?.[part.includes[at + 1] ?? 0] ?? 0]);
      }
    });
    found.sort(([one], [other]) => one - other);
    const rows = new Int32Array(found.length * INCLUDE_ROW);
    rows.set(found.flat());
    return rows;
  }
}

const none = new Int32Array(0);

/** Turns counts at `key + 1` into where each key begins. */
function accumulate(counts: Int32Array): void {
  for (let key = 1; key < counts.length; key++) {
    counts[key] = (counts[key] ?? 0) + (counts[key - 1] ?? 0);
  }
}

function pathsOf(files: readonly ScannedFile[]): Pick<IndexSections, 'pathFrom' | 'paths'> {
  const encoder = new TextEncoder();
  const pathFrom = new Int32Array(files.length + 1);
  const encoded = encoder.encode(files.map((file) => file.path).join(''));
  files.forEach((file, index) => {
    const ascii = /^[\0-\x7f]*$/.test(file.path);
    const length = ascii ? file.path.length : encoder.encode(file.path).length;
    pathFrom[index + 1] = (pathFrom[index] ?? 0) + length;
  });
  return { pathFrom, paths: encoded };
}

/** Each distinct build, by its place. */
class Builds {
  readonly list: FileBuild[] = [];
  private readonly places = new Map<string, number>();

  place(build: FileBuild): number {
    const key = JSON.stringify(build);
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.places.set(key, place);
      this.list.push(build);
    }
    return place;
  }
}
