import { OWNER_FLAGS, OWNER_STRIDE } from '../index/record.ts';
import { ASSEMBLY, CALL, FIELD_CALL, HINT, PARAMETER_CALL } from '../scan/facts.ts';
import type { Leaf } from './expand.ts';
import type { ParameterFlow } from './flow.ts';
import { partsOf, placeOf } from './owner.ts';
import type { Pointers } from './pointers.ts';
import type { Scope } from './scope.ts';
import { kindsOf, type Walker } from './walk.ts';

/**
 * A call that a function makes, on a one-based line. `macro` is the name of the macro that it goes
 * through, or 0; `parameter` is zero-based. A slot is a field of a struct (0: not known) that
 * functions are called through: all that are in it.
 */
export type Call =
  | {
      readonly kind: 'function';
      readonly line: number;
      readonly callee: number;
      readonly macro: number;
    }
  | { readonly kind: 'assembly'; readonly line: number; readonly callee: number }
  | {
      readonly kind: 'parameter';
      readonly line: number;
      readonly callee: number;
      readonly parameter: number;
    }
  | {
      readonly kind: 'slot';
      readonly line: number;
      readonly struct: number;
      readonly field: number;
    };

/** A call through a pointer that leads nowhere in the tree: a field and its struct, or a parameter. */
export type LostCall =
  | {
      readonly kind: 'field';
      readonly line: number;
      readonly struct: number;
      readonly before: number;
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

/** Joins the calls of a function to what they mean. */
export class Calls {
  constructor(
    private readonly scope: Scope,
    private readonly walker: Walker,
    private readonly pointers: Pointers,
    private readonly flow: ParameterFlow,
  ) {}

  /** What a function calls, in the order of lines, each call of a line once. */
  of(id: number): readonly Call[] {
    const calls: Call[] = [];
    this.eachLeaf(id, calling, (leaf, file, assembly) => {
      if (leaf.kind === CALL) this.direct(leaf.a, file, assembly, calls);
      else if (leaf.kind === FIELD_CALL) this.throughField(leaf, calls);
      else this.throughParameter(id, leaf.a, calls);
    });
    return withoutRepetition(calls.sort((one, other) => one.line - other.line));
  }

  /** Calls through pointers that no function is known for. */
  lost(id: number): readonly LostCall[] {
    const lost: LostCall[] = [];
    this.eachLeaf(id, kindsOf(FIELD_CALL, PARAMETER_CALL), (leaf) => {
      const { line } = this.walker;
      if (leaf.kind === FIELD_CALL) {
        const before = Math.max(0, leaf.b);
        const call = { field: leaf.a, before, struct: leaf.c };
        if (this.pointers.targets(call).length === 0) lost.push({ kind: 'field', line, ...call });
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

  private direct(name: number, file: number, assembly: boolean, calls: Call[]): void {
    const { line, via } = this.walker;
    for (const callee of this.scope.resolve(name, file)) {
      calls.push(
        assembly
          ? { kind: 'assembly', line, callee }
          : { kind: 'function', line, callee, macro: via },
      );
    }
  }

  private throughField(leaf: Leaf, calls: Call[]): void {
    const { line } = this.walker;
    const call = { field: leaf.a, before: Math.max(0, leaf.b), struct: leaf.c };
    for (const struct of this.pointers.targets(call)) {
      calls.push({ kind: 'slot', line, struct, field: leaf.a });
    }
  }

  private throughParameter(id: number, parameter: number, calls: Call[]): void {
    const { line } = this.walker;
    for (const { function: callee } of this.flow.into(id, parameter)) {
      calls.push({ kind: 'parameter', line, callee, parameter });
    }
  }
}

function withoutRepetition(calls: readonly Call[]): readonly Call[] {
  let line = -1;
  let keys = new Set<string>();
  return calls.filter((call) => {
    if (call.line !== line) {
      line = call.line;
      keys = new Set();
    }
    const key = keyOf(call);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

function keyOf(call: Call): string {
  switch (call.kind) {
    case 'function':
      return `${call.callee} ${call.macro}`;
    case 'assembly':
      return `a${call.callee}`;
    case 'parameter':
      return `p${call.callee} ${call.parameter}`;
    default:
      return `s${call.struct} ${call.field}`;
  }
}
