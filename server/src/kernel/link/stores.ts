import { ASSIGN, COPY, COPY_TARGET, PARAMETER_ASSIGN } from '../scan/facts.ts';
import { isBefore } from './flow.ts';
import { firstParameter, functionAt } from './owner.ts';
import type { Scope } from './scope.ts';
import type { FieldPlace, Structs } from './structs.ts';
import type { Users } from './users.ts';
import { kindsOf, type Leaf, type Walker } from './walk.ts';

/** The kinds of references that tell what is put into fields. */
export const storeKinds: number = kindsOf(ASSIGN, COPY, COPY_TARGET, PARAMETER_ASSIGN);

/** Where a function is put into a field: file and one-based line. */
export interface StoredAt {
  readonly file: number;
  readonly line: number;
}

/** A field put into another. */
export interface Copy {
  readonly from: FieldPlace;
  readonly to: FieldPlace;
}

/** A function's parameter put into a field; `struct` as in ASSIGN. */
export interface ParameterStore {
  readonly into: number;
  readonly parameter: number;
  readonly struct: number;
}

/** What is put into one field where the source says so, before copies and before what parameters bring. */
export class Stored {
  /** The functions, by the struct that the field is of; 0 where that is not known. */
  readonly contents = new Map<number, Map<number, StoredAt>>();
  readonly copies: Copy[] = [];
  readonly parameters: ParameterStore[] = [];

  /** Puts a function into the field; of several places the first of all is kept. False where nothing is new. */
  put(struct: number, id: number, file: number, line: number): boolean {
    let functions = this.contents.get(struct);
    if (functions === undefined) {
      functions = new Map();
      this.contents.set(struct, functions);
    }
    const before = functions.get(id);
    if (before !== undefined && !isBefore(file, line, before)) return false;
    functions.set(id, { file, line });
    return true;
  }
}

/** Where what is put into fields is found. */
export interface Stores {
  of(field: number): Stored;
}

/** Reads the references of an owner that tell what is put into fields, in their order. */
export class StoreReader {
  private sourceField = 0;
  private sourceStruct = 0;

  constructor(
    private readonly scope: Scope,
    private readonly structs: Structs,
  ) {}

  /** Takes a reference of `storeKinds`; `into` gives what is known of its field, or `undefined` to leave it. */
  take(
    leaf: Leaf,
    file: number,
    owner: number,
    line: number,
    into: (field: number) => Stored | undefined,
  ): void {
    const { a, b, c } = leaf;
    switch (leaf.kind) {
      case COPY:
        this.sourceField = a;
        this.sourceStruct = c;
        break;
      case COPY_TARGET:
        into(a)?.copies.push({
          from: { field: this.sourceField, struct: this.sourceStruct },
          to: { field: a, struct: c },
        });
        break;
      case ASSIGN: {
        const functions = this.scope.resolve(a, file);
        const stored = functions.length === 0 ? undefined : into(b);
        for (const id of functions) stored?.put(this.structOf(id, b, c), id, file, line);
        break;
      }
      default: {
        const id = functionAt(this.scope, file, owner);
        if (id >= 0) into(b)?.parameters.push({ into: id, parameter: a, struct: c });
      }
    }
  }

  /** The struct of the field that a function is put into; by the function's first parameter at last. */
  structOf(id: number, field: number, struct: number): number {
    const known = this.structs.ofPlace({ field, struct });
    if (known > 0) return known;
    const parameter = firstParameter(this.scope, id);
    return parameter > 0 && this.structs.having(field).has(parameter) ? parameter : 0;
  }
}

/** Looks at whoever sets a field when it is asked what is put into it. */
export class AskedStores implements Stores {
  constructor(
    private readonly reader: StoreReader,
    private readonly users: Users,
    private readonly walker: Walker,
  ) {}

  of(field: number): Stored {
    const stored = new Stored();
    const into = (asked: number): Stored | undefined => (asked === field ? stored : undefined);
    const { owners, macros } = this.users.of(field, 'set');
    for (const { file, owner } of owners) {
      this.walker.owner(
        file,
        owner,
        storeKinds,
        (leaf) => this.reader.take(leaf, file, owner, this.walker.line, into),
        macros,
      );
    }
    return stored;
  }
}
