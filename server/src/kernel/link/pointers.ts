import { ASSIGN, COPY, COPY_TARGET, PARAMETER_ASSIGN } from '../scan/facts.ts';
import type { ParameterFlow } from './flow.ts';
import { firstParameter, functionAt } from './owner.ts';
import type { Scope } from './scope.ts';
import type { FieldPlace, Structs } from './structs.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

/** A field of this many structs tells nothing about the struct. */
const tooMany = 24;
/** A function pointer is not copied through more fields than this. */
const copyRounds = 6;

const kinds = kindsOf(ASSIGN, COPY, COPY_TARGET, PARAMETER_ASSIGN);

/** A call through a field; `before` is the field before it, or 0. */
export interface PointerCall {
  readonly field: number;
  readonly before: number;
  readonly struct: number;
}

/** Where a function is put into a field: file and one-based line. */
export interface StoredAt {
  readonly file: number;
  readonly line: number;
}

/** The functions in a field, by the struct that it is of; 0 where that is not known. */
export type FieldContents = ReadonlyMap<number, ReadonlyMap<number, StoredAt>>;

/** A field put into another. */
interface Copy {
  readonly from: FieldPlace;
  readonly to: FieldPlace;
}

/** What is put into a field where it is written, before copies. */
interface Stored {
  readonly contents: Map<number, Map<number, StoredAt>>;
  readonly copies: readonly Copy[];
}

/** Which functions are put into which field, and which fields a call through one can mean. */
export class Pointers {
  private readonly known = new Map<number, FieldContents>();

  constructor(
    private readonly scope: Scope,
    private readonly structs: Structs,
    private readonly users: Users,
    private readonly walker: Walker,
    private readonly flow: ParameterFlow,
  ) {}

  /** The structs whose field a call can go through and that hold functions; several where the type is not sure. */
  targets(call: PointerCall): readonly number[] {
    const contents = this.contents(call.field);
    return this.structsOfCall(call).filter((struct) => contents.has(struct));
  }

  /** The functions that can be in a field. */
  contents(field: number): FieldContents {
    const known = this.known.get(field);
    if (known !== undefined) return known;
    const gathered = new Map<number, Stored>();
    const pending = [field];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (gathered.has(next) || this.known.has(next)) continue;
      const stored = this.stored(next);
      gathered.set(next, stored);
      for (const copy of stored.copies) pending.push(copy.from.field);
    }
    for (let round = 0; round < copyRounds; round++) {
      if (!this.copyAll(gathered)) break;
    }
    for (const [name, { contents }] of gathered) this.known.set(name, contents);
    return this.known.get(field) ?? new Map();
  }

  private copyAll(gathered: ReadonlyMap<number, Stored>): boolean {
    let changed = false;
    for (const { contents, copies } of gathered.values()) {
      for (const { from, to } of copies) {
        const target = this.structs.ofPlace(to);
        const source = this.structs.ofPlace(from);
        if (target === 0 || source === 0) continue;
        if (source === target && from.field === to.field) continue;
        const there = gathered.get(from.field)?.contents ?? this.known.get(from.field);
        for (const [one, place] of there?.get(source) ?? []) {
          changed = store(contents, target, one, place) || changed;
        }
      }
    }
    return changed;
  }

  private stored(field: number): Stored {
    const { scope, walker } = this;
    const contents = new Map<number, Map<number, StoredAt>>();
    const copies: Copy[] = [];
    const { owners, macros } = this.users.of(field, 'set');
    for (const { file, owner } of owners) {
      let source: FieldPlace | undefined;
      walker.owner(
        file,
        owner,
        kinds,
        (leaf) => {
          if (leaf.kind === COPY) source = { field: leaf.a, struct: leaf.c };
          else if (leaf.kind === COPY_TARGET) {
            if (source !== undefined && leaf.a === field) {
              copies.push({ from: source, to: { field, struct: leaf.c } });
            }
            source = undefined;
          } else if (leaf.b !== field) return;
          else if (leaf.kind === ASSIGN) {
            const place = { file, line: walker.line };
            for (const one of scope.resolve(leaf.a, file)) {
              store(contents, this.structOf(one, field, leaf.c), one, place);
            }
          } else {
            const into = functionAt(scope, file, owner);
            if (into < 0) return;
            for (const given of this.flow.into(into, leaf.a)) {
              const struct = this.structOf(given.function, field, leaf.c);
              store(contents, struct, given.function, { file: given.file, line: given.line });
            }
          }
        },
        macros,
      );
    }
    return { contents, copies };
  }

  /** The struct of the field that a function is put into; by the function's first parameter at last. */
  private structOf(id: number, field: number, struct: number): number {
    const known = this.structs.ofPlace({ field, struct });
    if (known > 0) return known;
    const parameter = firstParameter(this.scope, id);
    return parameter > 0 && this.structs.having(field).has(parameter) ? parameter : 0;
  }

  private structsOfCall(call: PointerCall): readonly number[] {
    if (call.struct > 0) return [call.struct];
    if (call.before > 0) {
      const between = this.structs.between(call.before, call.field);
      if (between.length > 0) return between;
    }
    const having = this.structs.having(call.field);
    return having.size > tooMany ? [0] : [...having, 0];
  }
}

/** Puts a function into a field; false where it was there. */
function store(
  contents: Map<number, Map<number, StoredAt>>,
  struct: number,
  id: number,
  place: StoredAt,
): boolean {
  let functions = contents.get(struct);
  if (functions === undefined) {
    functions = new Map();
    contents.set(struct, functions);
  }
  if (functions.has(id)) return false;
  functions.set(id, place);
  return true;
}
