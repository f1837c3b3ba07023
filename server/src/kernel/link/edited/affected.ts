import { OWNER_FLAGS, OWNER_NAME, OWNER_STRIDE } from '../../index/record.ts';
import type { TreeFacts } from '../../index/tree-facts.ts';
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
  PARAMETER_CALL,
  PARAMETER_PASS,
} from '../../scan/facts.ts';
import { type Expansion, LEAF_STRIDE } from '../expand.ts';
import type { OwnerPlace } from '../owner.ts';
import { eachIncluded } from '../scope.ts';
import { columnsFor } from '../users.ts';
import { type Counterparts, type EditedFile, traitsOf } from './counterparts.ts';
import { declaredOtherwise, type OtherFields } from './declared-otherwise.ts';
import type { TreeState } from './state.ts';

/** More owners in files that nobody has edited are not read anew: nearly everything would be. */
const mostOwners = 4000;

/** What has to be read anew since a tree was joined. */
export interface Affected {
  /** The owners, no macros, as they stood and as they stand. */
  readonly before: readonly OwnerPlace[];
  readonly now: readonly OwnerPlace[];
  /** Functions, as numbered now, whose first parameter is of another struct than it was. */
  readonly retyped: readonly number[];
  /** Fields, as named before, that other structs declare than did. */
  readonly fields: ReadonlySet<number>;
}

/**
 * Finds what the edited files may have changed: everything in them, and elsewhere whatever uses a name that
 * means something else now. It may find too much, never too little; `undefined` where that is too much to be
 * read at once.
 */
export function affectedBy(
  before: TreeState,
  now: TreeState,
  counterparts: Counterparts,
): Affected | undefined {
  if (included(before.facts) !== included(now.facts)) return undefined;
  const fields = declaredOtherwise(before, now, counterparts);
  const search = new Search(before, now, counterparts);
  return search.run(fields) ? search : undefined;
}

/** Which C files take in which others, as text. */
function included(facts: TreeFacts): string {
  const found: string[] = [];
  eachIncluded(facts, (file, target) => {
    found.push(`${facts.pathOf(file)} ${facts.pathOf(target)}`);
  });
  return found.join('\n');
}

const nameColumns = columnsFor([
  [CALL, 1],
  [ARGUMENT, 1],
  [ASSIGN, 1],
]);

const fieldColumns = columnsFor([
  [FIELD_CALL, 1],
  [COPY, 1],
  [COPY_TARGET, 1],
  [ASSIGN, 2],
  [PARAMETER_ASSIGN, 2],
  // A macro may be given the field's name.
  [ARGUMENT, 1],
]);

class Search implements Affected {
  readonly before: OwnerPlace[] = [];
  readonly now: OwnerPlace[] = [];
  readonly retyped: number[] = [];
  readonly fields = new Set<number>();
  private readonly editedBefore: ReadonlySet<number>;
  private readonly seen = new Set<number>();
  /** Names, as numbered before, that mean something else now. */
  private readonly names = new Set<number>();
  /** Names of macros that come to the same, which is read otherwise. */
  private readonly macroNames = new Set<number>();

  constructor(
    private readonly old: TreeState,
    private readonly current: TreeState,
    private readonly counterparts: Counterparts,
  ) {
    this.editedBefore = new Set(counterparts.edited.map((file) => file.before));
  }

  /** False where too much would have to be read. */
  run({ having, types }: OtherFields): boolean {
    for (const file of this.counterparts.edited) {
      this.allOf(this.old, file.before, this.before);
      this.allOf(this.current, file.now, this.now);
      this.compareFunctions(file);
    }
    for (const field of having) this.fields.add(field);
    const fields = new Set([...having, ...types.map(({ field }) => field)]);
    for (const file of this.counterparts.edited) this.compareMacros(file, fields);
    for (const field of having) {
      this.users(field, FIELD_READ | FIELD_SET | MENTIONED, fieldColumns, true);
    }
    for (const { field, through } of types) {
      for (const other of through) {
        this.users(other, FIELD_READ | FIELD_SET | MENTIONED, fieldColumns, true, field);
      }
    }
    for (const name of this.macroNames) this.users(name, MENTIONED, nameColumns, true);
    for (const name of this.names) this.users(name, MENTIONED, nameColumns, false);
    return this.seen.size <= mostOwners;
  }

  private allOf({ facts }: TreeState, file: number, into: OwnerPlace[]): void {
    if (file < 0) return;
    const { owners } = facts.record(file);
    for (let owner = 0; owner * OWNER_STRIDE < owners.length; owner++) {
      if (((owners[owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0) & 3) !== MACRO) {
        into.push({ file, owner });
      }
    }
  }

  /** Notes the names of functions that an edited file defines otherwise than it did. */
  private compareFunctions(file: EditedFile): void {
    const was = this.traits(this.old, file.before);
    const is = this.traits(this.current, file.now);
    for (const [name, traits] of was) {
      const now = is.get(this.counterparts.nameNow(name)) ?? [];
      if (traits.join() !== now.join()) this.names.add(name);
    }
    for (const name of is.keys()) {
      const before = this.counterparts.nameBefore(name);
      if (!was.has(before)) this.names.add(before);
    }
    this.compareParameters(file);
  }

  private traits({ facts }: TreeState, file: number): ReadonlyMap<number, readonly string[]> {
    const traits = new Map<number, string[]>();
    if (file < 0) return traits;
    const { owners, functions } = facts.record(file);
    for (const owner of functions) {
      const name = owners[owner * OWNER_STRIDE + OWNER_NAME] ?? 0;
      const known = traits.get(name) ?? [];
      traits.set(name, known);
      known.push(traitsOf(facts, owner, owners));
    }
    return traits;
  }

  private compareParameters({ now: file }: EditedFile): void {
    if (file < 0) return;
    const { facts } = this.current;
    const { owners, functions } = facts.record(file);
    functions.forEach((owner, place) => {
      const id = facts.functionsBefore(file) + place;
      const before = this.counterparts.functionBefore(id);
      if (before < 0) return;
      const at = this.old.scope.fileOfFunction(before);
      const record = this.old.facts.record(at);
      const other = record.functions[before - this.old.facts.functionsBefore(at)] ?? 0;
      const was = traitsOf(this.old.facts, other, record.owners);
      if (was !== traitsOf(facts, owner, owners)) this.retyped.push(id);
    });
  }

  /** Notes the names of macros that come to something else, or to what is read otherwise. */
  private compareMacros(file: EditedFile, fields: ReadonlySet<number>): void {
    const was = this.macros(this.old, file.before);
    const is = this.macros(this.current, file.now);
    for (const [name, expansions] of was) {
      const now = is.get(this.counterparts.nameNow(name)) ?? [];
      const same =
        expansions.length === now.length &&
        expansions.every((expansion, at) => this.isSame(expansion, now[at]));
      if (!same || expansions.some(({ rows }) => speaksOf(rows, this.names))) this.names.add(name);
      if (expansions.some(({ rows }) => speaksOf(rows, fields))) this.macroNames.add(name);
    }
    for (const name of is.keys()) {
      const before = this.counterparts.nameBefore(name);
      if (!was.has(before)) this.names.add(before);
    }
  }

  private macros({ facts, expander }: TreeState, file: number): Map<number, Expansion[]> {
    const found = new Map<number, Expansion[]>();
    if (file < 0) return found;
    const { owners, macros } = facts.record(file);
    macros.forEach((owner, place) => {
      // What is left out is never meant.
      if (((owners[owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0) & OFF) !== 0) return;
      const name = owners[owner * OWNER_STRIDE + OWNER_NAME] ?? 0;
      const known = found.get(name) ?? [];
      found.set(name, known);
      known.push(expander.of(facts.macrosBefore(file) + place));
    });
    return found;
  }

  private isSame(before: Expansion, now: Expansion | undefined): boolean {
    if (now === undefined || before.rows.length !== now.rows.length) return false;
    for (let at = 0; at < now.rows.length; at += LEAF_STRIDE) {
      const kind = before.rows[at] ?? 0;
      const isIndex =
        kind === PARAMETER_CALL || kind === PARAMETER_ASSIGN || kind === PARAMETER_PASS;
      for (let column = 0; column < LEAF_STRIDE; column++) {
        const was = before.rows[at + column] ?? 0;
        const isName = column === 2 || column === 3 || (column === 1 && !isIndex);
        if (now.rows[at + column] !== (isName ? this.nameNow(was, column) : was)) return false;
      }
    }
    return true;
  }

  /** A name in a row as it is now; parameters of macros and fields with a sign keep it. */
  private nameNow(name: number, column: number): number {
    if (name > 0) return this.counterparts.nameNow(name);
    return column === 3 && name < 0 ? -this.counterparts.nameNow(-name) : name;
  }

  /**
   * Takes in who uses a name in files that nobody has edited: where `beside` is given, in those only that
   * speak of that too. A macro stands for its users: all of them, or where it comes to something else.
   */
  private users(
    name: number,
    roles: number,
    columns: Uint8Array,
    all: boolean,
    beside?: number,
  ): void {
    if (name === 0) return;
    const { facts } = this.old;
    facts.eachMention(name, (file, role) => {
      if ((role & roles) === 0 || this.seen.size > mostOwners) return;
      if (this.editedBefore.has(file)) return;
      const record = facts.record(file);
      if (beside !== undefined && !record.speaksOf(beside)) return;
      record.eachUser(name, columns, (owner) => {
        const base = owner * OWNER_STRIDE;
        const isMacro = ((record.owners[base + OWNER_FLAGS] ?? 0) & 3) === MACRO;
        if (!isMacro) this.take(file, owner);
        else if (all) this.macroNames.add(record.owners[base + OWNER_NAME] ?? 0);
        else if (this.comesToOther(file, record.macros.indexOf(owner))) {
          this.names.add(record.owners[base + OWNER_NAME] ?? 0);
        }
      });
    });
  }

  /** Whether a macro expands to something else, or to what means something else. */
  private comesToOther(file: number, place: number): boolean {
    const { old, current } = this;
    const now = this.counterparts.fileNow(file);
    const was = old.expander.of(old.facts.macrosBefore(file) + place);
    const is = current.expander.of(current.facts.macrosBefore(now) + place);
    return !this.isSame(was, is) || speaksOf(was.rows, this.names);
  }

  private take(file: number, owner: number): void {
    const key = file * 2 ** 21 + owner;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.before.push({ file, owner });
    this.now.push({ file: this.counterparts.fileNow(file), owner });
  }
}

/** Whether names stand in what a macro comes to. */
function speaksOf(rows: Int32Array, names: ReadonlySet<number>): boolean {
  for (let at = 0; at < rows.length; at += LEAF_STRIDE) {
    const a = rows[at + 1] ?? 0;
    const b = rows[at + 2] ?? 0;
    if (names.has(a) || names.has(b) || names.has(Math.abs(rows[at + 3] ?? 0))) return true;
  }
  return false;
}
