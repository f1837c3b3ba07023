import { argumentOf, REF_STRIDE } from '../index/refs.ts';
import {
  ARGUMENT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FIELD_PASS,
  LABEL,
} from '../scan/facts.ts';

/** Arguments further than this are not looked at. */
const most = 64;
/** The arguments of a call stand within so many lines. */
const linesOfCall = 12;
const nothing = -(2 ** 31);

/** The names, string literals and fields that are given to one call, by argument index. */
export class Passed {
  /** What `bind` has put in the place of a macro's parameters. */
  a = 0;
  b = 0;
  /** Arguments from here on are not given. */
  private count = 0;
  private readonly names = new Int32Array(most);
  /** Where the reference of a field that is given stands, or -1. */
  private readonly fields = new Int32Array(most);

  /** The place in the references of the field given as an argument; -1 where it is none. */
  field(index: number): number {
    return index >= this.count ? -1 : (this.fields[index] ?? -1);
  }

  /** All names given. */
  all(): readonly number[] {
    return Array.from(this.names.subarray(0, this.count)).filter((name) => name !== nothing);
  }

  /**
   * Takes what is given to `callee` by the references that follow `ref`, up to the next call of it.
   * `count` is the number of references.
   */
  read(
    refs: Int32Array,
    ref: number,
    count: number,
    callee: number = refs[ref * REF_STRIDE + 2] ?? 0,
  ): void {
    this.count = 0;
    const end = count * REF_STRIDE;
    const first = (ref + 1) * REF_STRIDE;
    if (first >= end) return;
    const lastLine = (refs[first + 1] ?? 0) + linesOfCall;
    for (let at = first; at < end; at += REF_STRIDE) {
      if ((refs[at + 1] ?? 0) > lastLine) break;
      const head = refs[at] ?? 0;
      const kind = head & 15;
      if (kind === CALL && refs[at + 2] === callee) break;
      if (refs[at + 3] !== callee) continue;
      if (kind === ARGUMENT || kind === LABEL) {
        if (this.reach(argumentOf(head))) this.names[argumentOf(head)] = refs[at + 2] ?? 0;
      } else if (kind === FIELD_PASS && this.reach(argumentOf(head))) {
        this.fields[argumentOf(head)] = at;
      }
    }
  }

  /**
   * Puts what is given in the place of a macro's parameters (below 0) in a reference of the macro; false
   * where a needed one is no name.
   */
  bind(kind: number, a: number, b: number): boolean {
    this.a = a;
    this.b = b;
    if (a >= 0 && b >= 0) return true;
    if (kind === COPY || kind === COPY_TARGET) return a > 0;
    if (a < 0) {
      const name = this.name(-1 - a);
      if (name === undefined) return false;
      this.a = name;
    }
    if (b < 0 && kind !== ASSIGN && kind !== FIELD_CALL) this.b = this.name(-1 - b) ?? 0;
    return true;
  }

  private name(index: number): number | undefined {
    if (index >= this.count) return undefined;
    const name = this.names[index] ?? nothing;
    return name === nothing ? undefined : name;
  }

  /** Makes room for an argument; false where it is too far. */
  private reach(index: number): boolean {
    if (index >= most) return false;
    for (; this.count <= index; this.count++) {
      this.names[this.count] = nothing;
      this.fields[this.count] = -1;
    }
    return true;
  }
}
