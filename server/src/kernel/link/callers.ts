import { REF_STRIDE } from '../index/refs.ts';
import {
  ARGUMENT,
  ASSIGN,
  COPY,
  COPY_TARGET,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
} from '../scan/facts.ts';
import { CALL_ROW, THROUGH_SLOT } from './call-rows.ts';
import { functionAt, nameOf, partsOf, placeOf } from './owner.ts';
import type { Pointers } from './pointers.ts';
import type { Scope } from './scope.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

/** A field of a struct that functions are called through; struct 0 is not known. */
export interface Slot {
  readonly struct: number;
  readonly field: number;
}

const giving = kindsOf(ARGUMENT, ASSIGN);
const copying = kindsOf(COPY, COPY_TARGET);

/**
 * Finds who calls a function: whoever uses its name, or a field that it may be in, is asked what it
 * calls.
 */
export class Callers {
  private readonly bySlot = new Map<string, readonly number[]>();

  constructor(
    private readonly scope: Scope,
    private readonly users: Users,
    private readonly walker: Walker,
    private readonly pointers: Pointers,
    private readonly callsOf: (id: number) => Int32Array,
  ) {}

  /** The functions that call one by its name, or by a parameter; ascending. */
  byName(id: number): readonly number[] {
    const candidates = new Set(this.functionsAmong(this.users.of(nameOf(this.scope, id), 'name')));
    for (const callee of this.carriers(id).functions) candidates.add(callee);
    const found = [...candidates].filter((caller) => callsFunction(this.callsOf(caller), id));
    return found.sort((one, other) => one - other);
  }

  /** The slots that a function is in. */
  slotsOf(id: number): readonly Slot[] {
    const fields = this.carriers(id).fields;
    for (const field of fields) {
      for (const copied of this.copiesOf(field)) fields.add(copied);
    }
    return [...fields].flatMap((field) =>
      [...this.pointers.contents(field)]
        .filter(([, functions]) => functions.has(id))
        .map(([struct]) => ({ struct, field })),
    );
  }

  /** The functions that call through a slot; ascending. */
  throughSlot({ struct, field }: Slot): readonly number[] {
    const key = `${struct} ${field}`;
    const known = this.bySlot.get(key);
    if (known !== undefined) return known;
    const found = this.functionsAmong(this.users.of(field, 'read'))
      .filter((caller) => callsSlot(this.callsOf(caller), struct, field))
      .sort((one, other) => one - other);
    this.bySlot.set(key, found);
    return found;
  }

  private functionsAmong({ owners }: ReturnType<Users['of']>): readonly number[] {
    const found = new Set<number>();
    for (const { file, owner } of owners) {
      const id = functionAt(this.scope, file, owner);
      if (id >= 0) found.add(id);
    }
    return [...found];
  }

  /** The fields that a function is put into, and the functions that are given it and call it. */
  private carriers(id: number): { fields: Set<number>; functions: Set<number> } {
    const { scope, walker } = this;
    const name = nameOf(scope, id);
    const fields = new Set<number>();
    const functions = new Set<number>();
    const seen = new Set<string>();
    const { owners, macros } = this.users.of(name, 'name');
    for (const { file, owner } of owners) {
      const given: (readonly [number, number])[] = [];
      walker.owner(
        file,
        owner,
        giving,
        (leaf) => {
          if (leaf.a !== name) return;
          if (leaf.kind === ASSIGN) fields.add(leaf.b);
          else given.push([leaf.b, leaf.index]);
        },
        macros,
      );
      for (const [callee, argument] of given) {
        this.follow(callee, argument, file, { fields, functions, seen });
      }
    }
    return { fields, functions };
  }

  /** Follows a function that is given to another, which may call it, store it or hand it on. */
  private follow(
    callee: number,
    argument: number,
    file: number,
    into: { fields: Set<number>; functions: Set<number>; seen: Set<string> },
  ): void {
    for (const id of this.scope.resolve(callee, file)) {
      const key = `${id} ${argument}`;
      if (into.seen.has(key)) continue;
      into.seen.add(key);
      const place = placeOf(this.scope, id);
      const record = this.scope.facts.record(place.file);
      const passed: (readonly [number, number])[] = [];
      for (const owner of partsOf(this.scope, place)) {
        const refs = record.refs(owner);
        for (let at = 0; at < refs.length; at += REF_STRIDE) {
          const head = refs[at] ?? 0;
          if (refs[at + 2] !== argument) continue;
          if ((head & 15) === PARAMETER_CALL) into.functions.add(id);
          else if ((head & 15) === PARAMETER_ASSIGN) into.fields.add(refs[at + 3] ?? 0);
          else if ((head & 15) === PARAMETER_PASS) passed.push([refs[at + 3] ?? 0, head >>> 5]);
        }
      }
      for (const [next, index] of passed) this.follow(next, index, place.file, into);
    }
  }

  /** The fields that a field is put into. */
  private copiesOf(field: number): readonly number[] {
    const found: number[] = [];
    const { owners, macros } = this.users.of(field, 'read');
    for (const { file, owner } of owners) {
      let source = 0;
      this.walker.owner(
        file,
        owner,
        copying,
        (leaf) => {
          if (leaf.kind === COPY) source = leaf.a;
          else if (source === field) found.push(leaf.a);
        },
        macros,
      );
    }
    return found;
  }
}

/** Whether calls go to a function by its name or as a parameter. */
function callsFunction(calls: Int32Array, id: number): boolean {
  for (let at = 0; at < calls.length; at += CALL_ROW) {
    if (calls[at + 2] === id && calls[at + 1] !== THROUGH_SLOT) return true;
  }
  return false;
}

function callsSlot(calls: Int32Array, struct: number, field: number): boolean {
  for (let at = 0; at < calls.length; at += CALL_ROW) {
    if (calls[at + 1] !== THROUGH_SLOT) continue;
    if (calls[at + 2] === struct && calls[at + 3] === field) return true;
  }
  return false;
}
