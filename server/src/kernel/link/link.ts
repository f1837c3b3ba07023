import type { RootKind } from '../model.ts';
import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSEMBLY,
  ASSIGN,
  CALL,
  CONTINUED,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FUNCTION,
  HINT,
  MACRO,
  Numbers,
  OWNER_LINE,
  OWNER_MACRO,
  OWNER_NAME,
  OWNER_REF_COUNT,
  OWNER_REFS,
  OWNER_STRIDE,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  REF_OFF,
  REF_STRIDE,
} from '../scan/facts.ts';
import { bind, Expander, hasParameters, type Leaf, passedNames } from './expand.ts';
import { ParameterFlow } from './flow.ts';
import { type FieldPlace, type PointerCall, Pointers } from './pointers.ts';
import { argumentRules, fieldRules, idleEntry } from './root-rules.ts';
import { Scope } from './scope.ts';
import type { ScannedTree } from './tables.ts';

export const DIRECT = 0;
export const THROUGH_MACRO = 1;
export const THROUGH_POINTER = 2;
export const IN_ASSEMBLY = 3;

/** Numbers of an edge: caller, callee, kind, line, atom of what it goes through or 0. */
export const EDGE_STRIDE = 5;
/** Numbers of a call through a slot: caller, slot, line. */
export const SLOT_CALL_STRIDE = 3;

/** A pointer that functions are called through, with all that it may point to. */
export interface Slot {
  /** Atom of `struct.field`. */
  readonly via: number;
  readonly functions: readonly number[];
}

/** Numbers of a hint: owner, word, line, callee or 0, macro or 0. */
export const HINT_STRIDE = 5;

/** A root, with owners and atoms as numbers. */
export interface LinkedRoot {
  readonly kind: RootKind;
  readonly owner: number;
  readonly file: number;
  readonly line: number;
  readonly label: string | undefined;
}

/** A tree whose names are joined. Functions are owners of the facts. */
export interface LinkedTree {
  readonly scanned: ScannedTree;
  readonly scope: Scope;
  readonly edges: Numbers;
  readonly slots: readonly Slot[];
  readonly slotCalls: Numbers;
  readonly hints: Numbers;
  readonly roots: readonly LinkedRoot[];
  /** Words such as `EXPORT_SYMBOL_GPL` that stand apart from the function, by owner. */
  readonly extra: ReadonlyMap<number, readonly string[]>;
}

/** Joins calls to the functions they mean. The references of the facts are let go: they are most of the memory. */
export function linkTree(scanned: ScannedTree): LinkedTree {
  return new Linker(scanned).link();
}

/** A function pointer is not copied through more fields than this. */
const copyRounds = 6;

/** Atoms are below this. */
const fieldShift = 1 << 22;

const nothingPassed: ReadonlyMap<number, number> = new Map();
const same = (atom: number): number => atom;

class Linker {
  private readonly scope: Scope;
  private readonly expander: Expander;
  private readonly pointers: Pointers;
  private readonly edges: Numbers;
  private readonly hints = new Numbers();
  private readonly slots: Slot[] = [];
  private readonly slotOf = new Map<number, number>();
  private readonly slotCalls = new Numbers();
  private readonly calls: PointerCall[] = [];
  private readonly flow: ParameterFlow;
  private copySource: FieldPlace | undefined;
  /** Fields copied: field and struct of the source, of the target. */
  private readonly copies = new Numbers();
  private readonly roots: LinkedRoot[] = [];
  private readonly extra = new Map<number, string[]>();
  private readonly places = new Map<number, { file: number; line: number }>();
  private readonly argumentRules = new Map<number, (typeof argumentRules)[number][]>();
  private readonly isExport = new Map<number, string | undefined>();

  constructor(private readonly scanned: ScannedTree) {
    this.scope = new Scope(scanned);
    const refs = scanned.facts.blocks.reduce((sum, block) => sum + block.items.length, 0);
    this.edges = new Numbers(refs * 0.7);
    this.expander = new Expander(this.scope);
    this.pointers = new Pointers(scanned);
    this.flow = new ParameterFlow(this.scope);
    for (const rule of argumentRules) {
      const atom = scanned.atoms.find(rule.callee);
      if (atom > 0) this.argumentRules.set(atom, [...(this.argumentRules.get(atom) ?? []), rule]);
    }
  }

  link(): LinkedTree {
    const { facts } = this.scanned;
    const count = facts.owners.length / OWNER_STRIDE;
    let current = 0;
    for (let owner = 0; owner < count; owner++) {
      const flags = this.scope.flags(owner);
      if ((flags & 3) === MACRO) continue;
      if ((flags & 3) === FUNCTION) {
        current = (flags & CONTINUED) === 0 ? owner : this.originOf(owner);
        this.functionRoots(owner);
      } else current = -1;
      this.references(owner, current);
    }
    this.followParameters();
    this.joinPointers();
    this.fieldRoots();
    facts.blocks.length = 0;
    return {
      scanned: this.scanned,
      scope: this.scope,
      edges: this.edges,
      slots: this.slots,
      slotCalls: this.slotCalls,
      hints: this.hints,
      roots: this.roots,
      extra: this.extra,
    };
  }

  /** The first part of a function that a preprocessor branch cut in two. */
  private originOf(owner: number): number {
    const name = this.number(owner, OWNER_NAME);
    const line = this.number(owner, OWNER_LINE);
    for (let at = owner - 1; at >= 0 && this.scope.fileOf[at] === this.scope.fileOf[owner]; at--) {
      if (this.number(at, OWNER_NAME) === name && this.number(at, OWNER_LINE) === line) return at;
    }
    return owner;
  }

  private number(owner: number, column: number): number {
    return this.scanned.facts.owners.items[owner * OWNER_STRIDE + column] ?? 0;
  }

  private references(owner: number, caller: number): void {
    const block = this.scanned.facts.blockOf(this.number(owner, OWNER_REFS));
    const refs = block.items;
    const file = this.scope.fileOf[owner] ?? 0;
    const from = this.number(owner, OWNER_REFS) - block.from;
    const to = from + this.number(owner, OWNER_REF_COUNT);
    for (let ref = from; ref < to; ref++) {
      const at = ref * REF_STRIDE;
      const head = refs[at] ?? 0;
      if ((head & REF_OFF) !== 0) continue;
      const line = refs[at + 1] ?? 0;
      if ((head & 15) === CALL) {
        this.call(refs[at + 2] ?? 0, file, caller, line, refs, ref, to);
        continue;
      }
      const leaf: Leaf = {
        kind: head & 15,
        a: refs[at + 2] ?? 0,
        b: refs[at + 3] ?? 0,
        c: refs[at + 4] ?? 0,
        index: head >> ARGUMENT_SHIFT,
      };
      this.leaf(leaf, file, caller, line, 0, this.labelAfter(leaf, refs, ref, to));
    }
  }

  private call(
    name: number,
    file: number,
    caller: number,
    line: number,
    refs: Int32Array,
    ref: number,
    to: number,
  ): void {
    const macros = this.scope.resolveMacro(name, file);
    if (caller >= 0) this.join(caller, name, file, line, 0);
    for (const macro of macros) {
      const leaves = this.expander.leaves(macro);
      if (leaves.length === 0) continue;
      const passed = hasParameters(leaves) ? passedNames(refs, ref, to, same) : nothingPassed;
      for (const inner of leaves) {
        const bound = bind(inner, passed);
        if (bound !== undefined) this.leaf(bound, file, caller, line, name, passed);
      }
    }
  }

  private leaf(
    leaf: Leaf,
    file: number,
    caller: number,
    line: number,
    via: number,
    passed: ReadonlyMap<number, number> | undefined,
  ): void {
    switch (leaf.kind) {
      case CALL:
        if (caller >= 0) this.join(caller, leaf.a, file, line, via);
        break;
      case FIELD_CALL:
        if (caller >= 0) {
          this.calls.push({
            caller,
            line,
            field: leaf.a,
            before: Math.max(0, leaf.b),
            struct: leaf.c,
          });
        }
        break;
      case ASSIGN:
        this.assign(leaf, file, line);
        break;
      case COPY:
        this.copySource = { field: leaf.a, struct: leaf.c };
        break;
      case COPY_TARGET:
        if (this.copySource !== undefined) {
          const { field, struct } = this.copySource;
          for (const value of [field, struct, leaf.a, leaf.c]) this.copies.push(value);
        }
        this.copySource = undefined;
        break;
      case PARAMETER_CALL:
        this.flow.use(caller, leaf.a, { kind: 'call', line });
        break;
      case PARAMETER_ASSIGN:
        this.flow.use(caller, leaf.a, { kind: 'assign', field: leaf.b, struct: leaf.c });
        break;
      case PARAMETER_PASS:
        this.flow.use(caller, leaf.a, { kind: 'pass', callee: leaf.b, argument: leaf.index });
        break;
      case ARGUMENT:
        this.argument(leaf, file, caller, line, passed);
        break;
      case HINT:
        if (caller >= 0) {
          for (const value of [caller, leaf.a, line, Math.max(0, leaf.b), via])
            this.hints.push(value);
        }
        break;
      default:
        break;
    }
  }

  private join(caller: number, name: number, file: number, line: number, via: number): void {
    if (!this.scope.hasFunction(name)) return;
    const assembly = (this.scope.flags(caller) & ASSEMBLY) !== 0;
    const kind = assembly ? IN_ASSEMBLY : via > 0 ? THROUGH_MACRO : DIRECT;
    for (const callee of this.scope.resolve(name, file)) this.edge(caller, callee, kind, line, via);
  }

  private edge(caller: number, callee: number, kind: number, line: number, via: number): void {
    const edges = this.edges;
    edges.push(caller);
    edges.push(callee);
    edges.push(kind);
    edges.push(line);
    edges.push(via);
  }

  private assign(leaf: Leaf, file: number, line: number): void {
    if (!this.scope.hasFunction(leaf.a)) return;
    for (const owner of this.scope.resolve(leaf.a, file)) {
      this.pointers.assign(owner, leaf.b, leaf.c);
      if (!this.places.has(owner)) this.places.set(owner, { file, line });
    }
  }

  private argument(
    leaf: Leaf,
    file: number,
    caller: number,
    line: number,
    passed: ReadonlyMap<number, number> | undefined,
  ): void {
    if (!this.scope.hasFunction(leaf.a)) return;
    if (caller < 0 && leaf.index === 0) this.export(leaf, file);
    if (this.scope.hasFunction(leaf.b)) this.flow.give(leaf.b, leaf.index, leaf.a, file, line);
    const rules = this.argumentRules.get(leaf.b);
    if (rules === undefined) return;
    for (const rule of rules) {
      if (rule.argument !== leaf.index) continue;
      const label = this.label(passed);
      for (const owner of this.scope.resolve(leaf.a, file)) {
        this.roots.push({ kind: rule.kind, owner, file, line, label });
      }
    }
  }

  /** The string that follows a name among the arguments of the same call. */
  private labelAfter(
    leaf: Leaf,
    refs: Int32Array,
    ref: number,
    to: number,
  ): ReadonlyMap<number, number> | undefined {
    if (leaf.kind !== ARGUMENT || !this.argumentRules.has(leaf.b)) return undefined;
    return passedNames(refs, ref - 1, to, same, leaf.b);
  }

  /** The string among the arguments of the call. */
  private label(passed: ReadonlyMap<number, number> | undefined): string | undefined {
    for (const atom of passed?.values() ?? []) {
      if (this.scanned.atoms.byteAt(atom, 0) === 34)
        return this.scanned.atoms.text(atom).slice(1, -1);
    }
    return undefined;
  }

  private export(leaf: Leaf, file: number): void {
    let word = this.isExport.get(leaf.b);
    if (word === undefined && !this.isExport.has(leaf.b)) {
      const text = this.scanned.atoms.text(leaf.b);
      word = /^(EXPORT_\w*SYMBOL\w*|NOKPROBE_SYMBOL|ALLOW_ERROR_INJECTION)$/.test(text)
        ? text
        : undefined;
      this.isExport.set(leaf.b, word);
    }
    if (word === undefined || !this.scope.hasFunction(leaf.a)) return;
    for (const owner of this.scope.resolve(leaf.a, file)) {
      const words = this.extra.get(owner) ?? [];
      if (!words.includes(word)) this.extra.set(owner, [...words, word]);
    }
  }

  private followParameters(): void {
    const { atoms } = this.scanned;
    this.flow.solve({
      called: (by, callee, line, parameter) => {
        const via = atoms.internText(`argument ${parameter + 1}`);
        this.edge(by, callee, THROUGH_POINTER, line, via);
      },
      stored: (owner, field, struct, file, line) => {
        this.pointers.assign(owner, field, struct);
        if (!this.places.has(owner)) this.places.set(owner, { file, line });
      },
    });
    for (let round = 0; round < copyRounds; round++) {
      if (!this.copyFields()) break;
    }
  }

  private copyFields(): boolean {
    const { items, length } = this.copies;
    let changed = false;
    for (let at = 0; at < length; at += 4) {
      const from = { field: items[at] ?? 0, struct: items[at + 1] ?? 0 };
      const to = { field: items[at + 2] ?? 0, struct: items[at + 3] ?? 0 };
      changed = this.pointers.copy(from, to) || changed;
    }
    return changed;
  }

  private joinPointers(): void {
    for (const call of this.calls) {
      for (const { struct, functions } of this.pointers.targets(call)) {
        const slot = this.slot(struct * fieldShift + call.field, struct, call.field, functions);
        for (const value of [call.caller, slot, call.line]) this.slotCalls.push(value);
      }
    }
  }

  private slot(key: number, struct: number, field: number, functions: ReadonlySet<number>): number {
    let slot = this.slotOf.get(key);
    if (slot === undefined) {
      const { atoms } = this.scanned;
      slot = this.slots.length;
      const via = `${struct > 0 ? atoms.text(struct) : '?'}.${atoms.text(field)}`;
      this.slots.push({ via: atoms.internText(via), functions: [...functions] });
      this.slotOf.set(key, slot);
    }
    return slot;
  }

  private fieldRoots(): void {
    const { atoms } = this.scanned;
    for (const [key, functions] of this.pointers.entries()) {
      const struct = Pointers.structOf(key);
      if (struct === 0) continue;
      const rule = fieldRules.find(
        (each) =>
          each.struct === atoms.text(struct) && each.field === atoms.text(Pointers.fieldOf(key)),
      );
      if (rule === undefined) continue;
      for (const owner of functions) {
        const place = this.places.get(owner) ?? { file: this.scope.fileOf[owner] ?? 0, line: 0 };
        this.roots.push({ kind: rule.kind, owner, ...place, label: undefined });
      }
    }
  }

  private functionRoots(owner: number): void {
    const { atoms } = this.scanned;
    const file = this.scope.fileOf[owner] ?? 0;
    const line = this.number(owner, OWNER_LINE);
    const flags = this.scope.flags(owner);
    if ((flags & ASSEMBLY) !== 0) {
      this.roots.push({ kind: 'assembly', owner, file, line, label: undefined });
    }
    const name = this.number(owner, OWNER_NAME);
    if (name === atoms.find(idleEntry)) {
      this.roots.push({ kind: 'idle', owner, file, line, label: 'swapper/%d' });
    }
    const macro = this.number(owner, OWNER_MACRO);
    if (macro === 0 || (flags & 16) === 0) return;
    const text = atoms.text(name);
    const call = /^__(?:x64|ia32_compat)_sys_(.*)$/.exec(text)?.[1];
    if (call !== undefined && /SYSCALL_DEFINE/.test(atoms.text(macro))) {
      this.roots.push({ kind: 'syscall', owner, file, line, label: call });
    }
  }
}
