import { FIELD_STRIDE, OWNER_PARAMETER, OWNER_STRIDE } from '../scan/facts.ts';
import type { ScannedTree } from './tables.ts';

const shift = 1 << 22;
/** A field of this many structs tells nothing about the struct. */
const tooMany = 24;

/** A call through a field, waiting for all assignments to be known. */
export interface PointerCall {
  readonly caller: number;
  readonly line: number;
  readonly field: number;
  readonly before: number;
  readonly struct: number;
}

/** A field as the scan tells it; `struct` as in ASSIGN. */
export interface FieldPlace {
  readonly field: number;
  readonly struct: number;
}

/** Which functions are put into which field, and which fields a call through one can mean. */
export class Pointers {
  /** Structs that have a field of a name, by that name. */
  private readonly structsWith = new Map<number, number[]>();
  /** The struct types of fields of a name. */
  private readonly typesOf = new Map<number, number[]>();
  private readonly assigned = new Map<number, Set<number>>();

  constructor(private readonly tree: ScannedTree) {
    const { items, length } = tree.facts.fields;
    for (let at = 0; at < length; at += FIELD_STRIDE) {
      const struct = items[at] ?? 0;
      const field = items[at + 1] ?? 0;
      const type = items[at + 2] ?? 0;
      if (type > 0) addTo(this.typesOf, field, type);
      else addTo(this.structsWith, field, struct);
    }
  }

  /** Notes that `owner` is put into `field`; `struct` as the scan tells it (see ASSIGN). */
  assign(owner: number, field: number, struct: number): number {
    const found = this.structOfAssignment(owner, field, struct);
    const key = found * shift + field;
    let functions = this.assigned.get(key);
    if (functions === undefined) {
      functions = new Set();
      this.assigned.set(key, functions);
    }
    functions.add(owner);
    return found;
  }

  /** `struct` and functions for a call; several structs where the type is not known for sure. */
  targets(
    call: PointerCall,
  ): readonly { readonly struct: number; readonly functions: ReadonlySet<number> }[] {
    const found: { struct: number; functions: ReadonlySet<number> }[] = [];
    for (const struct of this.structsOfCall(call)) {
      const functions = this.assigned.get(struct * shift + call.field);
      if (functions !== undefined) found.push({ struct, functions });
    }
    return found;
  }

  /**
   * Puts what is in one field into another as well (`worker->current_func = work->func`), where both
   * structs are known. True when that added something.
   */
  copy(from: FieldPlace, to: FieldPlace): boolean {
    const target = this.structOfPlace(to);
    if (target === 0) return false;
    const source = this.structOfPlace(from);
    const functions = source === 0 ? undefined : this.assigned.get(source * shift + from.field);
    if (functions === undefined || (source === target && from.field === to.field)) return false;
    const key = target * shift + to.field;
    const there = this.assigned.get(key) ?? new Set<number>();
    const before = there.size;
    for (const owner of functions) there.add(owner);
    this.assigned.set(key, there);
    return there.size > before;
  }

  private structOfPlace(place: FieldPlace): number {
    if (place.struct > 0) return place.struct;
    const having = this.structsWith.get(place.field) ?? [];
    if (place.struct < 0) {
      const types = (this.typesOf.get(-place.struct) ?? []).filter((type) => having.includes(type));
      if (types.length === 1) return types[0] ?? 0;
    }
    return having.length === 1 ? (having[0] ?? 0) : 0;
  }

  entries(): IterableIterator<[number, Set<number>]> {
    return this.assigned.entries();
  }

  static structOf(key: number): number {
    return Math.floor(key / shift);
  }

  static fieldOf(key: number): number {
    return key % shift;
  }

  private structsOfCall(call: PointerCall): readonly number[] {
    if (call.struct > 0) return [call.struct];
    const having = this.structsWith.get(call.field) ?? [];
    if (call.before > 0) {
      const types = this.typesOf.get(call.before) ?? [];
      const both = types.filter((type) => having.includes(type));
      if (both.length > 0) return both;
    }
    return having.length <= tooMany ? [...having, 0] : [0];
  }

  private structOfAssignment(owner: number, field: number, struct: number): number {
    const known = this.structOfPlace({ field, struct });
    if (known > 0) return known;
    const having = this.structsWith.get(field) ?? [];
    const parameter = this.tree.facts.owners.items[owner * OWNER_STRIDE + OWNER_PARAMETER] ?? 0;
    return parameter > 0 && having.includes(parameter) ? parameter : 0;
  }
}

function addTo(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
