import { OWNER_LINE, OWNER_MACRO, OWNER_STRIDE } from '../index/record.ts';
import type { RootKind } from '../model.ts';
import { ARGUMENT, ASSEMBLY, DERIVED, FIELD_PASS, FUNCTION } from '../scan/facts.ts';
import type { Pointers } from './pointers.ts';
import { type ArgumentRule, argumentRules, fieldRules, idleEntry } from './root-rules.ts';
import type { Scope } from './scope.ts';
import type { FieldPlace, Structs } from './structs.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

/** A root, with its function and file as numbers; one-based line. */
export interface FoundRoot {
  readonly kind: RootKind;
  readonly function: number;
  readonly file: number;
  readonly line: number;
  readonly label: string | undefined;
}

const giving = kindsOf(ARGUMENT, FIELD_PASS);

/** Finds what is entered from outside the call graph. */
export class Roots {
  constructor(
    private readonly scope: Scope,
    private readonly users: Users,
    private readonly walker: Walker,
    private readonly pointers: Pointers,
    private readonly structs: Structs,
  ) {}

  /** All roots, by file and line. */
  find(): readonly FoundRoot[] {
    const found: FoundRoot[] = [];
    this.byDefinition(found);
    for (const rule of argumentRules) this.byArgument(rule, found);
    this.byField(found);
    return found.sort(
      (one, other) =>
        one.file - other.file || one.line - other.line || one.function - other.function,
    );
  }

  /** Functions of assembly, the idle entry, entries of system calls. */
  private byDefinition(found: FoundRoot[]): void {
    const { facts } = this.scope;
    const idle = facts.find(idleEntry);
    for (let name = 1; name < facts.nameCount; name++) {
      facts.eachDefinition(name, (file, place, flags) => {
        const special = flags & (ASSEMBLY | DERIVED);
        if ((flags & 3) !== FUNCTION || (special === 0 && name !== idle)) return;
        const { owners, functions } = facts.record(file);
        const base = (functions[place] ?? 0) * OWNER_STRIDE;
        const root = {
          function: facts.functionsBefore(file) + place,
          file,
          line: owners[base + OWNER_LINE] ?? 0,
        };
        if ((flags & ASSEMBLY) !== 0) found.push({ kind: 'assembly', ...root, label: undefined });
        if (name === idle) found.push({ kind: 'idle', ...root, label: 'swapper/%d' });
        if ((flags & DERIVED) === 0) return;
        const label = /^__(?:x64|ia32_compat)_sys_(.*)$/.exec(facts.text(name))?.[1];
        const macro = facts.text(owners[base + OWNER_MACRO] ?? 0);
        if (label !== undefined && macro.includes('SYSCALL_DEFINE')) {
          found.push({ kind: 'syscall', ...root, label });
        }
      });
    }
  }

  private byArgument(rule: ArgumentRule, found: FoundRoot[]): void {
    const { scope, walker } = this;
    const callee = scope.facts.find(rule.callee);
    if (callee === 0) return;
    const { owners, macros } = this.users.of(callee, 'name');
    for (const { file, owner } of owners) {
      walker.owner(
        file,
        owner,
        giving,
        (leaf) => {
          if (leaf.b !== callee || leaf.index !== rule.argument) return;
          if (walker.isGivenToField()) return;
          if (leaf.kind === FIELD_PASS) {
            this.inField(rule.kind, { field: leaf.a, struct: leaf.c }, found);
            return;
          }
          const label = this.label(walker.namesBeside(callee));
          for (const id of scope.resolve(leaf.a, file)) {
            found.push({ kind: rule.kind, function: id, file, line: walker.line, label });
          }
        },
        macros,
      );
    }
  }

  /** The functions of a field that is given to what starts something, where its struct is known. */
  private inField(kind: RootKind, place: FieldPlace, found: FoundRoot[]): void {
    const struct = this.structs.ofPlace(place);
    if (struct === 0) return;
    for (const [id, stored] of this.pointers.contents(place.field).get(struct) ?? []) {
      const known = found.some((root) => root.function === id && root.kind === kind);
      if (!known) found.push({ kind, function: id, ...stored, label: undefined });
    }
  }

  private byField(found: FoundRoot[]): void {
    const { facts } = this.scope;
    for (const rule of fieldRules) {
      const struct = facts.find(rule.struct);
      const field = facts.find(rule.field);
      if (struct === 0 || field === 0) continue;
      for (const [id, place] of this.pointers.contents(field).get(struct) ?? []) {
        if (rule.unlessThread === true && found.some((root) => isThread(root, id))) continue;
        found.push({ kind: rule.kind, function: id, ...place, label: undefined });
      }
    }
  }

  /** The string among the arguments of a call. */
  private label(names: readonly number[]): string | undefined {
    for (const name of names) {
      const text = this.scope.facts.text(name);
      if (text.startsWith('"')) return text.slice(1, -1);
    }
    return undefined;
  }
}

function isThread(root: FoundRoot, id: number): boolean {
  return root.function === id && (root.kind === 'thread' || root.kind === 'io-thread');
}
