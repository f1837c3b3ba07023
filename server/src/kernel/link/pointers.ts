import type { ParameterFlow } from './flow.ts';
import type { Scope } from './scope.ts';
import type { Copy, Stored, StoredAt, StoreReader, Stores } from './stores.ts';
import type { Structs } from './structs.ts';

/** A field of this many structs tells nothing about the struct. */
const tooMany = 24;

/** A field of a struct that functions are called through; struct 0 is not known. */
export interface Slot {
  readonly struct: number;
  readonly field: number;
}

/** A number for a slot; names are below 2²⁶. */
export function slotKey({ struct, field }: Slot): number {
  return struct * 2 ** 26 + field;
}

/** A call through a field; `before` is the field before it, or 0. */
export interface PointerCall {
  readonly field: number;
  readonly before: number;
  readonly struct: number;
}

/**
 * The struct of a field that is called through (FIELD_CALL of scan/facts.ts); minus the field before it
 * where that is all that is known; or 0.
 */
export function placeOfField(scope: Scope, field: number, before: number, struct: number): number {
  if (before <= 0) return struct;
  return scope.structs.through(struct, before, field) || -before;
}

/** The call through a field with the place that `placeOfField` gives. */
export function pointerCall(field: number, place: number): PointerCall {
  return { field, struct: Math.max(0, place), before: Math.max(0, -place) };
}

/** The functions in a field, by the struct that it is of; 0 where that is not known. */
export type FieldContents = ReadonlyMap<number, ReadonlyMap<number, StoredAt>>;

/** Tells which slots hold functions. */
export interface Holding {
  /** Whether a slot holds functions. */
  holds(struct: number, field: number): boolean;
}

/** The structs whose field a call can go through and that hold functions; several where the type is not sure. */
export function targetsOf(
  structs: Structs,
  holding: Holding,
  call: PointerCall,
): readonly number[] {
  return structsOfCall(structs, call).filter((struct) => holding.holds(struct, call.field));
}

/** The structs whose field a call can go through. */
export function structsOfCall(structs: Structs, call: PointerCall): readonly number[] {
  if (call.struct > 0) return [call.struct];
  if (call.before > 0) {
    const between = structs.between(call.before, call.field);
    if (between.length > 0) return between;
  }
  const having = structs.having(call.field);
  return having.size > tooMany ? [0] : [...having, 0];
}

/** The slots that a copy goes from and to; `undefined` where one is not known, or they are the same. */
export function copiedSlots(
  structs: Structs,
  { from, to }: Copy,
): { readonly from: Slot; readonly to: Slot } | undefined {
  const source = structs.ofPlace(from);
  const target = structs.ofPlace(to);
  if (source === 0 || target === 0) return undefined;
  if (source === target && from.field === to.field) return undefined;
  return {
    from: { struct: source, field: from.field },
    to: { struct: target, field: to.field },
  };
}

/** Which functions are put into which field: where the source says so, by parameters, and by copies. */
export class Pointers implements Holding {
  private readonly known = new Map<number, FieldContents>();

  constructor(
    private readonly structs: Structs,
    private readonly stores: Stores,
    private readonly reader: StoreReader,
    private readonly flow: ParameterFlow,
  ) {}

  holds(struct: number, field: number): boolean {
    return this.contents(field).has(struct);
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
    while (this.copyAll(gathered));
    for (const [name, { contents }] of gathered) this.known.set(name, contents);
    return this.known.get(field) ?? new Map();
  }

  /** Copies between fields once; false where that brought nothing new. */
  private copyAll(gathered: ReadonlyMap<number, Stored>): boolean {
    let changed = false;
    for (const stored of gathered.values()) {
      for (const copy of stored.copies) {
        const slots = copiedSlots(this.structs, copy);
        if (slots === undefined) continue;
        const { from, to } = slots;
        const there = gathered.get(from.field)?.contents ?? this.known.get(from.field);
        for (const [id, { file, line }] of there?.get(from.struct) ?? []) {
          changed = stored.put(to.struct, id, file, line) || changed;
        }
      }
    }
    return changed;
  }

  private stored(field: number): Stored {
    const stored = this.stores.of(field);
    for (const { into, parameter, struct } of stored.parameters) {
      for (const given of this.flow.into(into, parameter)) {
        const of = this.reader.structOf(given.function, field, struct);
        stored.put(of, given.function, given.file, given.line);
      }
    }
    return stored;
  }
}
