import { isOff } from '../index/record.ts';
import { argumentOf, REF_STRIDE } from '../index/refs.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
} from '../scan/facts.ts';
import type { ParameterFlow } from './flow.ts';
import { functionAt, nameOf, partsOf, placeOf } from './owner.ts';
import { type Pointers, placeOfField, pointerCall, type Slot, targetsOf } from './pointers.ts';
import type { Scope } from './scope.ts';
import type { Structs } from './structs.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

const using = kindsOf(CALL, ARGUMENT, ASSIGN);
const calling = kindsOf(FIELD_CALL);
const copying = kindsOf(COPY, COPY_TARGET);

/** Where a function's name leads. */
interface Uses {
  /** The functions that call it by its name, or that are given it and call it; ascending. */
  readonly callers: readonly number[];
  /** The fields that it is put into. */
  readonly fields: ReadonlySet<number>;
}

/** Finds who calls a function: whoever uses its name, or a field that it may be in, is looked at. */
export class Callers {
  private readonly byFunction = new Map<number, Uses>();
  private readonly bySlot = new Map<string, readonly number[]>();
  private readonly copies = new Map<number, ReadonlySet<number>>();

  constructor(
    private readonly scope: Scope,
    private readonly users: Users,
    private readonly walker: Walker,
    private readonly structs: Structs,
    private readonly pointers: Pointers,
    private readonly flow: ParameterFlow,
  ) {}

  /** The functions that call one by its name, or by a parameter; ascending. */
  byName(id: number): readonly number[] {
    return this.usesOf(id).callers;
  }

  /** The slots that a function is in. */
  slotsOf(id: number): readonly Slot[] {
    const fields = new Set(this.usesOf(id).fields);
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
    const found = new Set<number>();
    const { owners, macros } = this.users.of(field, 'read');
    for (const { file, owner } of owners) {
      const caller = functionAt(this.scope, file, owner);
      if (caller < 0 || found.has(caller)) continue;
      this.walker.owner(
        file,
        owner,
        calling,
        (leaf) => {
          if (leaf.a !== field) return;
          const call = pointerCall(field, placeOfField(this.scope, field, leaf.b, leaf.c));
          if (targetsOf(this.structs, this.pointers, call).includes(struct)) found.add(caller);
        },
        this.withReceivers(file, owner, field, macros),
        field,
      );
    }
    const callers = [...found].sort((one, other) => one - other);
    this.bySlot.set(key, callers);
    return callers;
  }

  private usesOf(id: number): Uses {
    const known = this.byFunction.get(id);
    if (known !== undefined) return known;
    const { scope, walker } = this;
    const name = nameOf(scope, id);
    const fields = new Set<number>();
    const callers = new Set<number>();
    const seen = new Set<string>();
    const { owners, macros } = this.users.of(name, 'name');
    for (const { file, owner } of owners) {
      const caller = functionAt(scope, file, owner);
      const given: (readonly [number, number])[] = [];
      let called = false;
      walker.owner(
        file,
        owner,
        using,
        (leaf) => {
          if (leaf.a !== name) return;
          if (leaf.kind === CALL) called = true;
          else if (leaf.kind === ASSIGN) fields.add(leaf.b);
          else if (!walker.isGivenToField()) given.push([leaf.b, leaf.index]);
        },
        this.withReceivers(file, owner, name, macros),
        name,
      );
      if (called && caller >= 0 && scope.resolve(name, file).includes(id)) callers.add(caller);
      for (const [callee, argument] of given) {
        this.follow(id, callee, argument, file, { fields, callers, seen });
      }
    }
    const uses = { callers: [...callers].sort((one, other) => one - other), fields };
    this.byFunction.set(id, uses);
    return uses;
  }

  /** The names of some macros, and of what an owner gives a name to, which may be macros as well. */
  private withReceivers(
    file: number,
    owner: number,
    name: number,
    macros: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const refs = this.scope.facts.record(file).refs(owner);
    let all: Set<number> | undefined;
    for (let at = 0; at < refs.length; at += REF_STRIDE) {
      if (refs[at + 2] !== name || ((refs[at] ?? 0) & 15) !== ARGUMENT) continue;
      all ??= new Set(macros);
      all.add(refs[at + 3] ?? 0);
    }
    return all ?? macros;
  }

  /** Follows a function that is given to another, which may call it, store it or hand it on. */
  private follow(
    given: number,
    callee: number,
    argument: number,
    file: number,
    into: { fields: Set<number>; callers: Set<number>; seen: Set<string> },
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
          if (refs[at + 2] !== argument || isOff(head)) continue;
          const kind = head & 15;
          if (kind === PARAMETER_CALL && this.arrives(given, id, argument)) into.callers.add(id);
          else if (kind === PARAMETER_ASSIGN) into.fields.add(refs[at + 3] ?? 0);
          else if (kind === PARAMETER_PASS) passed.push([refs[at + 3] ?? 0, argumentOf(head)]);
        }
      }
      for (const [next, index] of passed) this.follow(given, next, index, place.file, into);
    }
  }

  /** Whether a function arrives as a parameter of another. */
  private arrives(given: number, id: number, parameter: number): boolean {
    return this.flow.into(id, parameter).some((one) => one.function === given);
  }

  /** The fields that a field is put into. */
  private copiesOf(field: number): ReadonlySet<number> {
    const known = this.copies.get(field);
    if (known !== undefined) return known;
    const found = new Set<number>();
    const { owners, macros } = this.users.of(field, 'read');
    for (const { file, owner } of owners) {
      let source = 0;
      this.walker.owner(
        file,
        owner,
        copying,
        (leaf) => {
          if (leaf.kind === COPY) source = leaf.a;
          else if (source === field) found.add(leaf.a);
        },
        macros,
      );
    }
    this.copies.set(field, found);
    return found;
  }
}
