import type { TreeFacts } from '../index/tree-facts.ts';

/** A field as the scan tells it: `struct` is a struct, minus the field before it, or 0. */
export interface FieldPlace {
  readonly field: number;
  readonly struct: number;
}

/** What structs declare of the fields of a name. */
export interface Declared {
  /** The structs that have a field of the name which is no struct itself. */
  readonly having: ReadonlySet<number>;
  /** The struct types of fields of the name, and of those that a macro of the name stands for. */
  readonly types: ReadonlySet<number>;
  /** The struct type of the field by the struct that has it; 0 where there are several. */
  readonly typeIn: ReadonlyMap<number, number>;
}

/** Which structs have fields of a name. */
export class Structs {
  private readonly known = new Map<number, Declared>();
  /** What `between` has found; names are below 2²⁶. */
  private readonly chains = new Map<number, readonly number[]>();

  constructor(private readonly facts: TreeFacts) {}

  /** The structs that have a field which may be a function. */
  having(field: number): ReadonlySet<number> {
    return this.declared(field).having;
  }

  /** The structs that have `field` and that a field `before` can be of. */
  between(before: number, field: number): readonly number[] {
    const key = before * 2 ** 26 + field;
    let found = this.chains.get(key);
    if (found === undefined) {
      const { having } = this.declared(field);
      found = [...this.declared(before).types].filter((type) => having.has(type));
      this.chains.set(key, found);
    }
    return found;
  }

  /**
   * The struct that the field `before` of `outer` (a struct, or minus a field) is of, where it has
   * `field`; 0 where it is not known or may be one of several.
   */
  through(outer: number, before: number, field: number): number {
    const { having } = this.declared(field);
    const { typeIn } = this.declared(before);
    const outers = outer < 0 ? this.declared(-outer).types : [outer];
    let found = 0;
    for (const one of outers) {
      const type = typeIn.get(one) ?? 0;
      if (type <= 0 || !having.has(type) || type === found) continue;
      if (found > 0) return 0;
      found = type;
    }
    return found;
  }

  /** The struct that a field is of, where only one can be meant; 0 otherwise. */
  ofPlace({ field, struct }: FieldPlace): number {
    if (struct > 0) return struct;
    if (struct < 0) {
      const [first = 0, ...others] = this.between(-struct, field);
      if (first > 0 && others.length === 0) return first;
    }
    const { having } = this.declared(field);
    if (having.size !== 1) return 0;
    const [only = 0] = having;
    return only;
  }

  declared(field: number): Declared {
    const known = this.known.get(field);
    if (known !== undefined) return known;
    const having = new Set<number>();
    const typeIn = new Map<number, number>();
    this.facts.eachDeclared(field, (_file, struct, type) => {
      if (struct === 0) return;
      if (type <= 0) {
        having.add(struct);
        return;
      }
      const before = typeIn.get(struct) ?? type;
      typeIn.set(struct, before === type ? type : 0);
    });
    const declared = { having, types: this.typesOf(field), typeIn };
    this.known.set(field, declared);
    return declared;
  }

  private typesOf(field: number): ReadonlySet<number> {
    const types = new Set<number>();
    const fields = new Set([field]);
    for (const each of fields) {
      this.facts.eachDeclared(each, (_file, struct, type) => {
        if (struct === 0) fields.add(-type);
        else if (type > 0) types.add(type);
      });
    }
    return types;
  }
}
