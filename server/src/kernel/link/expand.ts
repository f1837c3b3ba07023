import { isOff, OWNER_STRIDE, OWNER_WORD_COUNT, OWNER_WORDS } from '../index/record.ts';
import { argumentOf, REF_STRIDE } from '../index/refs.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  HINT,
  LABEL,
} from '../scan/facts.ts';
import type { Scope } from './scope.ts';

/** A reference in a macro's full expansion. A parameter of the macro is `-1 - index`. */
export interface Leaf {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** The argument's index of ARGUMENT and LABEL. */
  readonly index: number;
}

const deepest = 24;
const widest = 400;

/** Expands macros to what they call in the end, with their parameters kept open. */
export class Expander {
  private readonly known = new Map<number, readonly Leaf[]>();
  private readonly active = new Set<number>();

  constructor(private readonly scope: Scope) {}

  /** What a macro comes to; a macro within itself is taken for the function of that name. */
  leaves(macro: number): readonly Leaf[] {
    const known = this.known.get(macro);
    if (known !== undefined) return known;
    if (this.active.has(macro) || this.active.size >= deepest) return [];
    this.active.add(macro);
    const leaves = this.useful(this.expand(macro));
    this.active.delete(macro);
    this.known.set(macro, leaves);
    return leaves;
  }

  /** Without what joins to nothing, and each once. */
  private useful(leaves: readonly Leaf[]): readonly Leaf[] {
    const seen = new Set<string>();
    return leaves.filter((leaf) => {
      if (leaf.kind === LABEL) return false;
      if (leaf.kind === CALL || leaf.kind === ASSIGN) {
        if (leaf.a > 0 && !this.scope.hasFunction(leaf.a)) return false;
      }
      if (leaf.kind === ARGUMENT) {
        if (leaf.a > 0 && !this.scope.hasFunction(leaf.a)) return false;
        if (leaf.b > 0 && !this.scope.hasFunction(leaf.b)) return false;
      }
      const key = `${leaf.kind} ${leaf.a} ${leaf.b} ${leaf.c} ${leaf.index}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  private expand(macro: number): readonly Leaf[] {
    const { facts } = this.scope;
    const file = this.scope.fileOfMacro(macro);
    const record = facts.record(file);
    const { owners, words } = record;
    const owner = record.macros[macro - facts.macrosBefore(file)] ?? 0;
    const base = owner * OWNER_STRIDE;
    const parameters = new Map<number, number>();
    const firstWord = owners[base + OWNER_WORDS] ?? 0;
    for (let word = 0; word < (owners[base + OWNER_WORD_COUNT] ?? 0); word++) {
      parameters.set(words[firstWord + word] ?? 0, -1 - word);
    }
    const name = (atom: number): number => parameters.get(atom) ?? atom;
    const refs = record.refs(owner);
    const to = refs.length / REF_STRIDE;
    const leaves: Leaf[] = [];
    for (let ref = 0; ref < to && leaves.length < widest; ref++) {
      const at = ref * REF_STRIDE;
      const head = refs[at] ?? 0;
      if (isOff(head)) continue;
      const leaf: Leaf = {
        kind: head & 15,
        a: name(refs[at + 2] ?? 0),
        b: name(refs[at + 3] ?? 0),
        c: refs[at + 4] ?? 0,
        index: argumentOf(head),
      };
      if (leaf.kind === CALL && leaf.a > 0)
        this.call(leaf, file, passedNames(refs, ref, to, name), leaves);
      else leaves.push(leaf);
    }
    return leaves;
  }

  private call(
    leaf: Leaf,
    file: number,
    passed: ReadonlyMap<number, number>,
    leaves: Leaf[],
  ): void {
    const macros = this.scope.resolveMacro(leaf.a, file);
    leaves.push(leaf);
    for (const macro of macros) {
      for (const inner of this.leaves(macro)) {
        if (leaves.length >= widest) return;
        const bound = bind(inner, passed);
        if (bound !== undefined) leaves.push(bound);
      }
    }
  }
}

/** Whether a macro's expansion leaves parameters open. */
export function hasParameters(leaves: readonly Leaf[]): boolean {
  return leaves.some((leaf) => leaf.a < 0 || leaf.b < 0);
}

/** The names given to the call of `callee` at reference `ref`, by argument index. */
export function passedNames(
  refs: Int32Array,
  ref: number,
  to: number,
  name: (atom: number) => number = same,
  callee: number = refs[ref * REF_STRIDE + 2] ?? 0,
): ReadonlyMap<number, number> {
  const line = refs[(ref + 1) * REF_STRIDE + 1] ?? 0;
  const passed = new Map<number, number>();
  for (let next = ref + 1; next < to; next++) {
    const at = next * REF_STRIDE;
    const head = refs[at] ?? 0;
    const kind = head & 15;
    if ((refs[at + 1] ?? 0) > line + 12) break;
    if (kind === CALL && refs[at + 2] === callee) break;
    if ((kind === ARGUMENT || kind === LABEL) && refs[at + 3] === callee) {
      passed.set(argumentOf(head), name(refs[at + 2] ?? 0));
    }
  }
  return passed;
}

const same = (atom: number): number => atom;

/** A leaf with the macro's parameters replaced; `undefined` where a needed one was not a name. */
export function bind(leaf: Leaf, passed: ReadonlyMap<number, number>): Leaf | undefined {
  if (leaf.a >= 0 && leaf.b >= 0) return leaf;
  const a = leaf.a < 0 ? passed.get(-1 - leaf.a) : leaf.a;
  if (a === undefined) return undefined;
  const b =
    leaf.b < 0 && leaf.kind !== ASSIGN && leaf.kind !== FIELD_CALL
      ? passed.get(-1 - leaf.b)
      : leaf.b;
  if (leaf.kind === COPY || leaf.kind === COPY_TARGET) return leaf.a > 0 ? leaf : undefined;
  if (leaf.kind === HINT || leaf.kind === ARGUMENT) return { ...leaf, a, b: b ?? 0 };
  if (leaf.a < 0 || leaf.b < 0) return { ...leaf, a, b: b ?? 0 };
  return leaf;
}
