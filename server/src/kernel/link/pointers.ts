import { FIELD_STRIDE, Numbers, OWNER_PARAMETER, OWNER_STRIDE } from '../scan/facts.ts';
import { groupByKey, type Lists, type ScannedTree } from './tables.ts';

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
  /** Structs that have a field of a name which is no struct, by that name. */
  private readonly structsWith: Lists;
  /** The struct types of fields of a name. */
  private readonly typesOf: Lists;
  /** Structs of a field of one name that have a field of another. */
  private readonly both = new Map<number, readonly number[]>();
  private readonly assigned = new Map<number, Set<number>>();

  constructor(private readonly tree: ScannedTree) {
    const { items, length } = tree.facts.fields;
    const having = new Numbers();
    const types = new Numbers();
    for (let at = 0; at < length; at += FIELD_STRIDE) {
      const type = items[at + 2] ?? 0;
      const list = type > 0 ? types : having;
      list.push(items[at + 1] ?? 0);
      list.push(type > 0 ? type : (items[at] ?? 0));
    }
    this.structsWith = groupByKey(tree.atoms.size, having.items, having.length / 2);
    this.typesOf = groupByKey(tree.atoms.size, types.items, types.length / 2);
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
    if (place.struct < 0) {
      const types = this.structsBetween(-place.struct, place.field);
      if (types.length === 1) return types[0] ?? 0;
    }
    return this.onlyStructWith(place.field);
  }

  private onlyStructWith(field: number): number {
    const having = this.structsHaving(field);
    return having.length === 1 ? (having[0] ?? 0) : 0;
  }

  private structsHaving(field: number): readonly number[] {
    return this.structsBetween(0, field);
  }

  /** The structs that have a field `field`; where `before` is given, and that it can be of. */
  private structsBetween(before: number, field: number): readonly number[] {
    const key = before * shift + field;
    let found = this.both.get(key);
    if (found === undefined) {
      const having = new Set(sliceOf(this.structsWith, field));
      if (before === 0) found = [...having];
      else found = [...new Set(sliceOf(this.typesOf, before))].filter((type) => having.has(type));
      this.both.set(key, found);
    }
    return found;
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
    if (call.before > 0) {
      const between = this.structsBetween(call.before, call.field);
      if (between.length > 0) return between;
    }
    const having = this.structsHaving(call.field);
    if (having.length > tooMany) return [0];
    return [...having, 0];
  }

  private structOfAssignment(owner: number, field: number, struct: number): number {
    const known = this.structOfPlace({ field, struct });
    if (known > 0) return known;
    const parameter = this.tree.facts.owners.items[owner * OWNER_STRIDE + OWNER_PARAMETER] ?? 0;
    return parameter > 0 && this.structsHaving(field).includes(parameter) ? parameter : 0;
  }
}

function sliceOf(lists: Lists, key: number): Int32Array {
  return lists.items.subarray(lists.from[key] ?? 0, lists.from[key + 1] ?? 0);
}
