import { OWNER_FLAGS, OWNER_STRIDE } from '../index/record.ts';
import { ASSEMBLY, CALL, FIELD_CALL, HINT, PARAMETER_CALL } from '../scan/facts.ts';
import {
  CALL_ROW,
  CallRows,
  IN_ASSEMBLY,
  OF_FIELD,
  OF_PARAMETER,
  THROUGH_SLOT,
  TO_FUNCTION,
  TO_PARAMETER,
} from './call-rows.ts';
import type { Given } from './flow.ts';
import { partsOf, placeOf } from './owner.ts';
import { type Holding, placeOfField, pointerCall, targetsOf } from './pointers.ts';
import type { Scope } from './scope.ts';
import type { Structs } from './structs.ts';
import { kindsOf, type Leaf, type Walker } from './walk.ts';

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

/** The kinds of references that are calls. */
export const callKinds: number = kindsOf(CALL, FIELD_CALL, PARAMETER_CALL);

/** Adds a reference of `callKinds` to the calls of a function: names joined, pointers as they are written. */
export function readCall(
  scope: Scope,
  leaf: Leaf,
  file: number,
  assembly: boolean,
  { line, via }: Walker,
  list: CallRows,
): void {
  const { kind, a, b, c } = leaf;
  if (kind === CALL) {
    const callees = scope.functions(a, file);
    for (let one = 0, count = scope.count(callees); one < count; one++) {
      if (assembly) list.add(line, IN_ASSEMBLY, scope.at(callees, one), 0);
      else list.add(line, TO_FUNCTION, scope.at(callees, one), via);
    }
  } else if (kind === FIELD_CALL) list.add(line, OF_FIELD, a, placeOfField(scope, a, b, c));
  else list.add(line, OF_PARAMETER, a, 0);
}

/** Tells which functions can arrive as a parameter of a function. */
interface Flow {
  into(id: number, parameter: number): readonly Pick<Given, 'function'>[];
}

/** Replaces calls through pointers by what they can lead to. */
export class CallJoiner {
  constructor(
    private readonly structs: Structs,
    private readonly holding: Holding,
    private readonly flow: Flow,
  ) {}

  /** Adds to `list` what the calls of a function, as `readCall` gives them, lead to. */
  join(id: number, rows: Int32Array, list: CallRows): void {
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      const line = rows[at] ?? 0;
      const a = rows[at + 2] ?? 0;
      const b = rows[at + 3] ?? 0;
      const kind = rows[at + 1] ?? 0;
      if (kind === OF_FIELD) {
        for (const struct of this.targets(a, b)) list.add(line, THROUGH_SLOT, struct, a);
      } else if (kind === OF_PARAMETER) {
        for (const given of this.flow.into(id, a)) list.add(line, TO_PARAMETER, given.function, a);
      } else list.add(line, kind, a, b);
    }
  }

  /** The calls of a function, as `readCall` gives them, that lead nowhere. */
  lost(id: number, rows: Int32Array): readonly LostCall[] {
    const lost: LostCall[] = [];
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      const line = rows[at] ?? 0;
      const a = rows[at + 2] ?? 0;
      const b = rows[at + 3] ?? 0;
      if (rows[at + 1] === OF_FIELD && this.targets(a, b).length === 0) {
        lost.push({ kind: 'field', line, struct: Math.max(0, b), field: a });
      } else if (rows[at + 1] === OF_PARAMETER && this.flow.into(id, a).length === 0) {
        lost.push({ kind: 'parameter', line, parameter: a });
      }
    }
    return lost;
  }

  private targets(field: number, place: number): readonly number[] {
    return targetsOf(this.structs, this.holding, pointerCall(field, place));
  }
}

/** Reads what functions call and which task states they name. */
export class FunctionReader {
  private readonly rows = new CallRows();

  constructor(
    private readonly scope: Scope,
    private readonly walker: Walker,
  ) {}

  /** The calls of a function, as `readCall` gives them; good until the next are asked for. */
  calls(id: number): Int32Array {
    this.rows.clear();
    this.rows.begin();
    this.eachLeaf(id, callKinds, (leaf, file, assembly) => {
      readCall(this.scope, leaf, file, assembly, this.walker, this.rows);
    });
    const { from, to } = this.rows.end();
    return this.rows.rows(from, to);
  }

  hints(id: number): readonly Hint[] {
    const hints: Hint[] = [];
    this.eachLeaf(id, 1 << HINT, (leaf) => {
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
}
