import { isOff } from '../index/record.ts';
import { argumentOf, REF_STRIDE, RefRows } from '../index/refs.ts';
import { ARGUMENT, CALL, FIELD_CALL, FIELD_PASS } from '../scan/facts.ts';
import { type Expander, type Expansion, LEAF_STRIDE } from './expand.ts';
import { Passed } from './passed.ts';
import type { Scope } from './scope.ts';

const givenFields = 1 << FIELD_PASS;

/** A reference, with the numbers that scan/facts.ts explains; good until the next is visited. */
export interface Leaf {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** The argument's index of ARGUMENT, PARAMETER_PASS and FIELD_PASS. */
  readonly index: number;
}

/** A set of kinds of references. */
export function kindsOf(...kinds: readonly number[]): number {
  return kinds.reduce((set, kind) => set | (1 << kind), 0);
}

/** Goes through the references of an owner, and through what the macros used there expand to. */
export class Walker implements Leaf {
  kind = 0;
  a = 0;
  b = 0;
  c = 0;
  index = 0;
  /** Of the reference now visited: its one-based line, and the name of the macro it comes by, or 0. */
  line = 0;
  via = 0;
  /** Where the reference visited stands: in the owner, and in the rows of the macro that it comes by. */
  private ref = 0;
  private leaf = 0;
  private leaves: Int32Array = new Int32Array(0);
  private readonly rows = new RefRows();
  private readonly passed = new Passed();

  constructor(
    private readonly scope: Scope,
    private readonly expander: Expander,
  ) {}

  /**
   * Visits the references of some kinds that an owner of a file makes, as if its macros were written
   * out; where `only` is given, only the macros of those names; where `wanted` is given, of what stands
   * in the owner itself only the references whose first number it is. One walk at a time.
   */
  owner(
    file: number,
    owner: number,
    kinds: number,
    visit: (leaf: Leaf) => void,
    only?: ReadonlySet<number>,
    wanted?: number,
  ): void {
    const { rows, scope } = this;
    scope.facts.record(file).read(owner, rows);
    const { items, count } = rows;
    for (let ref = 0; ref < count; ref++) {
      const at = ref * REF_STRIDE;
      const head = items[at] ?? 0;
      if (isOff(head)) continue;
      const kind = head & 15;
      const a = items[at + 2] ?? 0;
      this.ref = ref;
      this.line = items[at + 1] ?? 0;
      if ((kinds & (1 << kind)) !== 0 && (wanted === undefined || wanted === a)) {
        this.via = 0;
        this.stand(kind, a, items[at + 3] ?? 0, items[at + 4] ?? 0, argumentOf(head));
        visit(this);
      }
      if (kind !== CALL || (only !== undefined && !only.has(a))) continue;
      const macros = scope.macros(a, file);
      for (let one = scope.count(macros) - 1; one >= 0; one--) {
        this.via = a;
        this.expansion(this.expander.of(scope.at(macros, one)), kinds, visit);
      }
    }
  }

  /**
   * Whether what takes the argument now visited is no function but a field of that name:
   * `ops->request_irq(device, handler)`.
   */
  isGivenToField(): boolean {
    const { rows, leaves, leaf, b } = this;
    const isOfMacro = this.via !== 0;
    const items = isOfMacro ? leaves : rows.items;
    const stride = isOfMacro ? LEAF_STRIDE : REF_STRIDE;
    const column = isOfMacro ? 1 : 2;
    for (let at = isOfMacro ? leaf : this.ref * REF_STRIDE; at >= 0; at -= stride) {
      const kind = (items[at] ?? 0) & 15;
      if (items[at + column] === b && (kind === CALL || kind === FIELD_CALL)) {
        return kind === FIELD_CALL;
      }
    }
    return false;
  }

  /** The names and literals given to `callee` beside the reference now visited. */
  namesBeside(callee: number): readonly number[] {
    const { items, count } = this.rows;
    if (this.via === 0) this.passed.read(items, this.ref - 1, count, callee);
    else this.passed.read(items, this.ref, count);
    return this.passed.all();
  }

  /** Visits what the macro used at the reference comes to. */
  private expansion(
    { rows, kinds: contained, isOpen }: Expansion,
    kinds: number,
    visit: (leaf: Leaf) => void,
  ): void {
    const hasFields = (kinds & givenFields) !== 0;
    if (!hasFields && (kinds & contained) === 0) return;
    const { passed } = this;
    const { items, count } = this.rows;
    if (isOpen || hasFields) passed.read(items, this.ref, count);
    this.leaves = rows;
    for (let at = 0; at < rows.length; at += LEAF_STRIDE) {
      const kind = rows[at] ?? 0;
      const a = rows[at + 1] ?? 0;
      const b = rows[at + 2] ?? 0;
      const index = rows[at + 4] ?? 0;
      this.leaf = at;
      if (hasFields && kind === ARGUMENT && a < 0) {
        // What the macro hands on where it is given a field is an argument of what it calls.
        const field = passed.field(-1 - a);
        if (field >= 0) {
          this.stand(FIELD_PASS, items[field + 2] ?? 0, b, items[field + 4] ?? 0, index);
          visit(this);
        }
      }
      if ((kinds & (1 << kind)) === 0 || !passed.bind(kind, a, b)) continue;
      this.stand(kind, passed.a, passed.b, rows[at + 3] ?? 0, index);
      visit(this);
    }
  }

  private stand(kind: number, a: number, b: number, c: number, index: number): void {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.c = c;
    this.index = index;
  }
}
