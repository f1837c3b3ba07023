import { isOff, OWNER_STRIDE, OWNER_WORD_COUNT, OWNER_WORDS } from '../index/record.ts';
import { argumentOf, REF_STRIDE, RefRows } from '../index/refs.ts';
import { ARGUMENT, ASSIGN, CALL, COPY, COPY_TARGET, LABEL } from '../scan/facts.ts';
import { Passed } from './passed.ts';
import type { Scope } from './scope.ts';

/**
 * What a macro comes to. Rows of LEAF_STRIDE numbers: kind, a, b and c of a reference (scan/facts.ts),
 * and the argument's index of ARGUMENT. A parameter of the macro is `-1 - index`.
 */
export interface Expansion {
  readonly rows: Int32Array;
  /** The kinds among the rows, each as a bit. */
  readonly kinds: number;
  /** Whether parameters of the macro are left open. */
  readonly isOpen: boolean;
}

export const LEAF_STRIDE = 5;

/** Macros within macros are followed no deeper. */
const deepest = 100;
/** References of an expansion. */
const widest = 400;
/** How many expansions of macros that call each other are made anew at most, for one of them. */
const mostAgain = 200;

const nothing: Expansion = { rows: new Int32Array(0), kinds: 0, isOpen: false };

/** Expands macros to what they call in the end, with their parameters kept open. */
export class Expander {
  private readonly known = new Map<number, Expansion>();
  /** The macros being expanded, each within the one before. */
  private readonly active: number[] = [];
  private readonly refs: RefRows[] = [];
  private readonly passed = new Passed();
  /** The lowest place in `active` of a macro that was met within itself. */
  private lowest = deepest;
  private again = 0;

  constructor(private readonly scope: Scope) {}

  /** What a macro comes to; a macro within itself is taken for the function of that name. */
  of(macro: number): Expansion {
    const known = this.known.get(macro);
    if (known !== undefined) return known;
    const { active } = this;
    const met = active.indexOf(macro);
    if (met >= 0) this.lowest = Math.min(this.lowest, met);
    if (met >= 0 || active.length >= deepest) return nothing;
    const depth = active.length;
    if (depth === 0) this.again = 0;
    const before = this.lowest;
    this.lowest = deepest;
    active.push(macro);
    const expansion = this.useful(this.expand(macro, depth));
    active.pop();
    // What leaves out a macro further up holds only below that one.
    if (this.lowest >= depth || this.again++ > mostAgain) this.known.set(macro, expansion);
    this.lowest = Math.min(before, this.lowest < depth ? this.lowest : deepest);
    return expansion;
  }

  /** Without what joins to nothing, and each once. */
  private useful(rows: readonly number[]): Expansion {
    const kept: number[] = [];
    let kinds = 0;
    let isOpen = false;
    for (let at = 0; at < rows.length; at += LEAF_STRIDE) {
      const kind = rows[at] ?? 0;
      const a = rows[at + 1] ?? 0;
      const b = rows[at + 2] ?? 0;
      if (kind === COPY) {
        // It means nothing without the target that follows, nor the target without it.
        if (a <= 0 || rows[at + LEAF_STRIDE] !== COPY_TARGET || (rows[at + 6] ?? 0) <= 0) continue;
        kept.push(...rows.slice(at, at + 2 * LEAF_STRIDE));
        kinds |= (1 << COPY) | (1 << COPY_TARGET);
        continue;
      }
      if (kind === COPY_TARGET || !this.joins(kind, a, b) || has(kept, rows, at)) continue;
      for (let column = 0; column < LEAF_STRIDE; column++) kept.push(rows[at + column] ?? 0);
      kinds |= 1 << kind;
      isOpen ||= a < 0 || b < 0;
    }
    return kept.length === 0 ? nothing : { rows: Int32Array.from(kept), kinds, isOpen };
  }

  private joins(kind: number, a: number, b: number): boolean {
    if (kind === LABEL) return false;
    const isName = kind === CALL || kind === ASSIGN || kind === ARGUMENT;
    if (isName && a > 0 && !this.scope.hasFunction(a)) return false;
    return kind !== ARGUMENT || b <= 0 || this.scope.hasFunction(b);
  }

  private expand(macro: number, depth: number): readonly number[] {
    const { scope } = this;
    const file = scope.fileOfMacro(macro);
    const record = scope.facts.record(file);
    const owner = record.macros[macro - scope.facts.macrosBefore(file)] ?? 0;
    const rows = this.refs[depth] ?? new RefRows();
    this.refs[depth] = rows;
    record.read(owner, rows);
    const { count, items } = rows;
    const base = owner * OWNER_STRIDE;
    const firstWord = record.owners[base + OWNER_WORDS] ?? 0;
    const words = record.owners[base + OWNER_WORD_COUNT] ?? 0;
    for (let word = words - 1; word >= 0; word--) {
      openParameter(items, count, record.words[firstWord + word] ?? 0, -1 - word);
    }
    const leaves: number[] = [];
    for (let ref = 0; ref < count && leaves.length < widest * LEAF_STRIDE; ref++) {
      const at = ref * REF_STRIDE;
      const head = items[at] ?? 0;
      if (isOff(head)) continue;
      const a = items[at + 2] ?? 0;
      leaves.push(head & 15, a, items[at + 3] ?? 0, items[at + 4] ?? 0, argumentOf(head));
      if ((head & 15) === CALL && a > 0) this.call(rows, ref, file, leaves);
    }
    return leaves;
  }

  private call({ items, count }: RefRows, ref: number, file: number, leaves: number[]): void {
    const { passed } = this;
    for (const macro of this.scope.resolveMacro(items[ref * REF_STRIDE + 2] ?? 0, file)) {
      const { rows, isOpen } = this.of(macro);
      if (isOpen) passed.read(items, ref, count);
      for (
        let at = 0;
        at < rows.length && leaves.length < widest * LEAF_STRIDE;
        at += LEAF_STRIDE
      ) {
        const kind = rows[at] ?? 0;
        if (!passed.bind(kind, rows[at + 1] ?? 0, rows[at + 2] ?? 0)) continue;
        leaves.push(kind, passed.a, passed.b, rows[at + 3] ?? 0, rows[at + 4] ?? 0);
      }
    }
  }
}

/** Writes a macro's parameter for its name. */
function openParameter(items: Int32Array, count: number, name: number, parameter: number): void {
  for (let at = 0; at < count * REF_STRIDE; at += REF_STRIDE) {
    if (items[at + 2] === name) items[at + 2] = parameter;
    if (items[at + 3] === name) items[at + 3] = parameter;
  }
}

/** Whether the row at `at` is among those kept. */
function has(kept: readonly number[], rows: readonly number[], at: number): boolean {
  for (let other = 0; other < kept.length; other += LEAF_STRIDE) {
    let column = 0;
    while (column < LEAF_STRIDE && kept[other + column] === rows[at + column]) column++;
    if (column === LEAF_STRIDE) return true;
  }
  return false;
}
