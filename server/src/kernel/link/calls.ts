import { OWNER_FLAGS, OWNER_STRIDE } from '../index/record.ts';
import { ASSEMBLY, CALL, FIELD_CALL, HINT, PARAMETER_CALL } from '../scan/facts.ts';
import { CallRows, IN_ASSEMBLY, THROUGH_SLOT, TO_FUNCTION, TO_PARAMETER } from './call-rows.ts';
import type { Leaf } from './expand.ts';
import type { ParameterFlow } from './flow.ts';
import { partsOf, placeOf } from './owner.ts';
import type { Pointers } from './pointers.ts';
import type { Scope } from './scope.ts';
import { kindsOf, type Walker } from './walk.ts';

/** A call through a pointer that leads nowhere in the tree: a field and its struct, or a parameter. */
export type LostCall =
  | {
      readonly kind: 'field';
      readonly line: number;
      readonly struct: number;
      readonly field: number;
    }
  | { readonly kind: 'parameter'; readonly line: number; readonly parameter: number };

/** A task state in a function's text: names, 0 for none, and a one-based line. */
export interface Hint {
  readonly word: number;
  readonly line: number;
  readonly callee: number;
  readonly macro: number;
}

const calling = kindsOf(CALL, FIELD_CALL, PARAMETER_CALL);
const hinting = kindsOf(HINT);

/** Joins the calls of a function to what they mean, once. */
export class Calls {
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly list = new CallRows();

  constructor(
    private readonly scope: Scope,
    private readonly walker: Walker,
    private readonly pointers: Pointers,
    private readonly flow: ParameterFlow,
  ) {
    this.from = new Int32Array(scope.facts.functionCount).fill(-1);
    this.to = new Int32Array(scope.facts.functionCount);
  }

  /** What a function calls, in the order of lines, each call of a line once: rows of CALL_ROW numbers. */
  of(id: number): Int32Array {
    const known = this.from[id] ?? 0;
    if (known >= 0) return this.list.rows(known, this.to[id] ?? 0);
    const { list } = this;
    list.begin();
    this.eachLeaf(id, calling, (leaf, file, assembly) => {
      if (leaf.kind === CALL) this.direct(leaf.a, file, assembly);
      else if (leaf.kind === FIELD_CALL) this.throughField(leaf);
      else this.throughParameter(id, leaf.a);
    });
    const { from, to } = list.end();
    this.from[id] = from;
    this.to[id] = to;
    return list.rows(from, to);
  }

  /** Calls through pointers that no function is known for. */
  lost(id: number): readonly LostCall[] {
    const lost: LostCall[] = [];
    this.eachLeaf(id, kindsOf(FIELD_CALL, PARAMETER_CALL), (leaf) => {
      const { line } = this.walker;
      if (leaf.kind === FIELD_CALL) {
        const call = { field: leaf.a, before: Math.max(0, leaf.b), struct: leaf.c };
        if (this.pointers.targets(call).length > 0) return;
        lost.push({ kind: 'field', line, struct: leaf.c, field: leaf.a });
      } else if (this.flow.into(id, leaf.a).length === 0) {
        lost.push({ kind: 'parameter', line, parameter: leaf.a });
      }
    });
    return lost;
  }

  hints(id: number): readonly Hint[] {
    const hints: Hint[] = [];
    this.eachLeaf(id, hinting, (leaf) => {
      const { line, via } = this.walker;
      hints.push({ word: leaf.a, line, callee: Math.max(0, leaf.b), macro: via });
    });
    return hints.sort((one, other) => one.line - other.line);
  }

  private eachLeaf(
    id: number,
    kinds: number,
    visit: (leaf: Leaf, file: number, assembly: boolean) => void,
  ): void {
    const place = placeOf(this.scope, id);
    const { file } = place;
    const { owners } = this.scope.facts.record(file);
    const flags = owners[place.owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0;
    const assembly = (flags & ASSEMBLY) !== 0;
    for (const owner of partsOf(this.scope, place)) {
      this.walker.owner(file, owner, kinds, (leaf) => visit(leaf, file, assembly));
    }
  }

  private direct(name: number, file: number, assembly: boolean): void {
    const { line, via } = this.walker;
    for (const callee of this.scope.resolve(name, file)) {
      if (assembly) this.list.add(line, IN_ASSEMBLY, callee, 0);
      else this.list.add(line, TO_FUNCTION, callee, via);
    }
  }

  private throughField(leaf: Leaf): void {
    const { line } = this.walker;
    const call = { field: leaf.a, before: Math.max(0, leaf.b), struct: leaf.c };
    for (const struct of this.pointers.targets(call)) {
      this.list.add(line, THROUGH_SLOT, struct, leaf.a);
    }
  }

  private throughParameter(id: number, parameter: number): void {
    const { line } = this.walker;
    for (const { function: callee } of this.flow.into(id, parameter)) {
      this.list.add(line, TO_PARAMETER, callee, parameter);
    }
  }
}
