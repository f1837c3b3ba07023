import type { FileRecord } from '../index/record.ts';
import { OWNER_FLAGS, OWNER_NAME, OWNER_STRIDE } from '../index/record.ts';
import type { TreeFacts } from '../index/tree-facts.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FIELD_READ,
  FIELD_SET,
  MACRO,
  MENTIONED,
  OFF,
  PARAMETER_ASSIGN,
} from '../scan/facts.ts';
import { type Expander, LEAF_STRIDE } from './expand.ts';

/** How a name is used: called, given away or stored; a field that is set; a field that is read. */
export type Usage = 'name' | 'set' | 'read';

/** Who uses a name, itself or by way of macros. */
export interface UsersOfName {
  /** The owners that are no macros: file, and place in its record. */
  readonly owners: readonly { readonly file: number; readonly owner: number }[];
  /** The names of the macros that come to it. */
  readonly macros: ReadonlySet<number>;
}

const roles: Readonly<Record<Usage, number>> = {
  name: MENTIONED,
  set: FIELD_SET,
  // A macro may be given the field's name.
  read: FIELD_READ | MENTIONED,
};

/** Says of a file whether what stands in it is looked at. */
export type FileFilter = (file: number) => boolean;

const everyFile: FileFilter = () => true;

/** Finds who uses a name. It may find too many, never too few: who asks looks again. */
export class Users {
  private readonly known = new Map<string, UsersOfName>();

  constructor(
    private readonly facts: TreeFacts,
    private readonly expander: Expander,
  ) {}

  of(name: number, usage: Usage): UsersOfName {
    const key = `${usage} ${name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = new Search(this.facts, this.expander, name, usage, everyFile).run();
    this.known.set(key, found);
    return found;
  }

  /** As `of`, of the owners in some files only; not remembered. */
  inside(name: number, usage: Usage, files: FileFilter): UsersOfName {
    return new Search(this.facts, this.expander, name, usage, files).run();
  }
}

class Search {
  private readonly owners: { file: number; owner: number }[] = [];
  private readonly seen = new Set<number>();
  private readonly macros = new Set<number>();
  private readonly pending: number[] = [];

  constructor(
    private readonly facts: TreeFacts,
    private readonly expander: Expander,
    private readonly name: number,
    private readonly usage: Usage,
    private readonly files: FileFilter,
  ) {}

  run(): UsersOfName {
    this.search(this.name, roles[this.usage], columns[this.usage]);
    for (let macro = this.pending.pop(); macro !== undefined; macro = this.pending.pop()) {
      this.search(macro, MENTIONED, callColumns);
    }
    return { owners: this.owners, macros: this.macros };
  }

  private search(name: number, role: number, columns: Uint8Array): void {
    this.facts.eachMention(name, (file, roles) => {
      if ((roles & role) === 0 || !this.files(file)) return;
      const record = this.facts.record(file);
      record.eachUser(name, columns, (owner) => this.add(file, record, owner));
    });
  }

  private add(file: number, record: FileRecord, owner: number): void {
    const base = owner * OWNER_STRIDE;
    const flags = record.owners[base + OWNER_FLAGS] ?? 0;
    if ((flags & 3) === MACRO) {
      const name = record.owners[base + OWNER_NAME] ?? 0;
      if ((flags & OFF) !== 0 || this.macros.has(name)) return;
      const macro = this.facts.macrosBefore(file) + record.macros.indexOf(owner);
      if (!this.touches(this.expander.of(macro).rows)) return;
      this.macros.add(name);
      this.pending.push(name);
      return;
    }
    const key = file * 2 ** 21 + owner;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.owners.push({ file, owner });
  }

  /** Whether something that a macro comes to uses the name. */
  private touches(rows: Int32Array): boolean {
    const { name, usage } = this;
    for (let at = 0; at < rows.length; at += LEAF_STRIDE) {
      const kind = rows[at] ?? 0;
      const a = rows[at + 1] ?? 0;
      const b = rows[at + 2] ?? 0;
      if (a !== name && b !== name) continue;
      if (usage === 'name') return true;
      if (usage === 'read' && a === name && (kind === FIELD_CALL || kind === COPY)) return true;
      if (usage === 'set' && (kind === COPY_TARGET ? a === name : kind === ASSIGN && b === name)) {
        return true;
      }
    }
    return false;
  }
}

/** Which number of the references of some kinds is looked at, for `FileRecord.eachUser`. */
export function columnsFor(rows: readonly (readonly [kind: number, column: 1 | 2])[]): Uint8Array {
  const columns = new Uint8Array(16);
  for (const [kind, column] of rows) columns[kind] = column;
  return columns;
}

const callColumns = columnsFor([[CALL, 1]]);

const columns: Readonly<Record<Usage, Uint8Array>> = {
  name: columnsFor([
    [CALL, 1],
    [ARGUMENT, 1],
    [ASSIGN, 1],
  ]),
  set: columnsFor([
    [COPY_TARGET, 1],
    [ASSIGN, 2],
    [PARAMETER_ASSIGN, 2],
  ]),
  read: columnsFor([
    [FIELD_CALL, 1],
    [COPY, 1],
    [ARGUMENT, 1],
  ]),
};
