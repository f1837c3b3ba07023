import { isOff } from '../index/record.ts';
import { argumentOf, REF_STRIDE } from '../index/refs.ts';
import { ARGUMENT, CALL, FIELD_PASS } from '../scan/facts.ts';
import { bind, type Expander, hasParameters, type Leaf, passedNames } from './expand.ts';
import type { Scope } from './scope.ts';

const nothingPassed: ReadonlyMap<number, number> = new Map();

const nothingGiven: ReadonlyMap<number, Leaf> = new Map();
const givenFields = 1 << FIELD_PASS;

/** A set of kinds of references. */
export function kindsOf(...kinds: readonly number[]): number {
  return kinds.reduce((set, kind) => set | (1 << kind), 0);
}

/** Goes through the references of an owner, and through what the macros used there expand to. */
export class Walker {
  /** Of the reference now visited: its one-based line, and the name of the macro it comes by, or 0. */
  line = 0;
  via = 0;
  private refs: Int32Array = new Int32Array(0);
  private ref = 0;
  private to = 0;
  private passed: ReadonlyMap<number, number> | undefined;

  constructor(
    private readonly scope: Scope,
    private readonly expander: Expander,
  ) {}

  /**
   * Visits the references of some kinds that an owner of a file makes, as if its macros were written
   * out; where `only` is given, only the macros of those names; where `wanted` is given, of what stands
   * in the owner itself only the references whose first number it is.
   */
  owner(
    file: number,
    owner: number,
    kinds: number,
    visit: (leaf: Leaf) => void,
    only?: ReadonlySet<number>,
    wanted?: number,
  ): void {
    const refs = this.scope.facts.record(file).refs(owner);
    const to = refs.length / REF_STRIDE;
    for (let ref = 0; ref < to; ref++) {
      const at = ref * REF_STRIDE;
      const head = refs[at] ?? 0;
      if (isOff(head)) continue;
      const kind = head & 15;
      const a = refs[at + 2] ?? 0;
      if ((kinds & (1 << kind)) !== 0 && (wanted === undefined || wanted === a)) {
        this.stand(refs, ref, to, 0);
        const index = argumentOf(head);
        visit({ kind, a, b: refs[at + 3] ?? 0, c: refs[at + 4] ?? 0, index });
      }
      if (kind === CALL && (only === undefined || only.has(a))) {
        this.macro(file, a, refs, ref, to, kinds, visit);
      }
    }
  }

  /** The names and literals given to `callee` beside the reference now visited, by argument index. */
  namesBeside(callee: number): ReadonlyMap<number, number> {
    return this.passed ?? passedNames(this.refs, this.ref - 1, this.to, undefined, callee);
  }

  private macro(
    file: number,
    name: number,
    refs: Int32Array,
    ref: number,
    to: number,
    kinds: number,
    visit: (leaf: Leaf) => void,
  ): void {
    for (const macro of this.scope.resolveMacro(name, file)) {
      const leaves = this.expander.leaves(macro);
      if (leaves.length === 0) continue;
      const passed = hasParameters(leaves) ? passedNames(refs, ref, to) : nothingPassed;
      const fields = (kinds & givenFields) === 0 ? nothingGiven : passedFields(refs, ref, to);
      for (const leaf of leaves) {
        const given = fieldFor(leaf, fields);
        if (given !== undefined) {
          this.stand(refs, ref, to, name);
          visit(given);
        }
        if ((kinds & (1 << leaf.kind)) === 0) continue;
        const bound = bind(leaf, passed);
        if (bound === undefined) continue;
        this.stand(refs, ref, to, name);
        this.passed = passed;
        visit(bound);
      }
    }
  }

  private stand(refs: Int32Array, ref: number, to: number, via: number): void {
    this.refs = refs;
    this.ref = ref;
    this.to = to;
    this.line = refs[ref * REF_STRIDE + 1] ?? 0;
    this.via = via;
    this.passed = undefined;
  }
}

/** The fields given to the call at reference `ref`, by argument index. */
function passedFields(refs: Int32Array, ref: number, to: number): ReadonlyMap<number, Leaf> {
  const callee = refs[ref * REF_STRIDE + 2] ?? 0;
  const given = new Map<number, Leaf>();
  for (let next = ref + 1; next < to; next++) {
    const at = next * REF_STRIDE;
    const kind = (refs[at] ?? 0) & 15;
    if (kind === CALL && refs[at + 2] === callee) break;
    if (kind !== FIELD_PASS || refs[at + 3] !== callee) continue;
    const index = argumentOf(refs[at] ?? 0);
    given.set(index, { kind, a: refs[at + 2] ?? 0, b: callee, c: refs[at + 4] ?? 0, index });
  }
  return given;
}

/** What a macro hands on where it is given a field: the field as an argument of what it calls. */
function fieldFor(leaf: Leaf, fields: ReadonlyMap<number, Leaf>): Leaf | undefined {
  if (fields.size === 0 || leaf.kind !== ARGUMENT || leaf.a >= 0) return undefined;
  const given = fields.get(-1 - leaf.a);
  return given === undefined ? undefined : { ...given, b: leaf.b, index: leaf.index };
}
