import {
  DECLARED_STRIDE,
  DEFINITION_STRIDE,
  EXPORTED_STRIDE,
  FILE_STRIDE,
  INCLUDE_STRIDE,
} from '../scan/facts.ts';
import type { ScanPart } from '../scan/part.ts';

/** Rows of numbers about a name: the file, then what the kind of row says. */
type Rows = Map<number, (readonly number[])[]>;

/** Where changed files say what, as the tables of an index have it of the others. */
export class ChangedRows {
  readonly mentions: Rows = new Map();
  readonly definitions: Rows = new Map();
  readonly declared: Rows = new Map();
  readonly exported: Rows = new Map();
  readonly includes: (readonly number[])[] = [];

  /**
   * Takes in what a part says of files: their numbers by their rows. `map` gives the names of the tree by those
   * of the part.
   */
  take(part: ScanPart, map: Int32Array, files: ReadonlyMap<number, number>): void {
    for (const [row, file] of files) {
      const base = row * FILE_STRIDE;
      const names = part.fileRows[base + 2] ?? 0;
      const nameEnd = names + (part.fileRows[base + 3] ?? 0);
      for (let at = names; at < nameEnd; at++) {
        const role = part.roles[at] ?? 0;
        if (role !== 0) add(this.mentions, map[part.dictionary[at] ?? 0], [file, role]);
      }
      const first = (part.fileRows[base + 4] ?? 0) * DEFINITION_STRIDE;
      const end = first + (part.fileRows[base + 5] ?? 0) * DEFINITION_STRIDE;
      for (let at = first; at < end; at += DEFINITION_STRIDE) {
        const { definitions } = part;
        add(this.definitions, map[definitions[at] ?? 0], [file, definitions[at + 1] ?? 0]);
      }
    }
    const { declared, exported, includes } = part;
    for (let at = 0; at < declared.length; at += DECLARED_STRIDE) {
      const file = files.get(declared[at] ?? 0);
      if (file === undefined) continue;
      const type = declared[at + 3] ?? 0;
      const known = type < 0 ? -(map[-type] ?? 0) : (map[type] ?? 0);
      const struct = map[declared[at + 2] ?? 0] ?? 0;
      add(this.declared, map[declared[at + 1] ?? 0], [file, struct, known]);
    }
    for (let at = 0; at < exported.length; at += EXPORTED_STRIDE) {
      const file = files.get(exported[at] ?? 0);
      if (file === undefined) continue;
      add(this.exported, map[exported[at + 1] ?? 0], [file, map[exported[at + 2] ?? 0] ?? 0]);
    }
    for (let at = 0; at < includes.length; at += INCLUDE_STRIDE) {
      const file = files.get(includes[at] ?? 0);
      if (file !== undefined) this.includes.push([file, map[includes[at + 1] ?? 0] ?? 0]);
    }
  }
}

function add(rows: Rows, name: number | undefined, row: readonly number[]): void {
  if (name === undefined || name === 0) return;
  const known = rows.get(name);
  if (known === undefined) rows.set(name, [row]);
  else known.push(row);
}
