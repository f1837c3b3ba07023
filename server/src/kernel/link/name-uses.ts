import { OWNER_FLAGS, OWNER_STRIDE } from '../index/record.ts';
import type { TreeFacts } from '../index/tree-facts.ts';
import type { NameUses } from '../model.ts';
import { ARGUMENT, ASSIGN, CALL, MENTIONED, OFF, STATIC } from '../scan/facts.ts';
import { FunctionReader } from './calls.ts';
import type { Expander } from './expand.ts';
import { functionAt, nameOf, placeOf } from './owner.ts';
import type { Scope } from './scope.ts';
import { type FileFilter, Users } from './users.ts';
import { kindsOf, Walker } from './walk.ts';

const using = kindsOf(CALL, ARGUMENT, ASSIGN);

/**
 * Tells who calls a function by its name and whether its address is taken. It follows no pointer, and
 * for a static function looks into nothing but what is compiled together with it.
 */
export class NamesUsed {
  private readonly known = new Map<number, NameUses>();
  private readonly users: Users;
  private readonly walker: Walker;
  private readonly functions: FunctionReader;

  constructor(
    facts: TreeFacts,
    private readonly scope: Scope,
    expander: Expander,
  ) {
    this.users = new Users(facts, expander);
    this.walker = new Walker(scope, expander);
    this.functions = new FunctionReader(scope, new Walker(scope, expander));
  }

  of(id: number): NameUses {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const found = this.find(id);
    this.known.set(id, found);
    return found;
  }

  /** What a function calls, as `readCall` gives it; good until the next is asked for. */
  calls(id: number): Int32Array {
    return this.functions.calls(id);
  }

  /** In how many files a function of this one's name is called or given away. */
  files(id: number): number {
    let files = 0;
    this.scope.facts.eachMention(nameOf(this.scope, id), (_, roles) => {
      if ((roles & MENTIONED) !== 0) files += 1;
    });
    return files;
  }

  private find(id: number): NameUses {
    const { scope, walker } = this;
    const name = nameOf(scope, id);
    const calls = new Map<number, number>();
    let isAddressTaken = false;
    const { owners, macros } = this.usersOf(id, name);
    for (const { file, owner } of owners) {
      if (!this.isBuilt(file, owner) || !scope.resolve(name, file).includes(id)) continue;
      const caller = functionAt(scope, file, owner);
      walker.owner(
        file,
        owner,
        using,
        (leaf) => {
          if (leaf.a !== name) return;
          if (leaf.kind === CALL) {
            if (caller >= 0) calls.set(caller, (calls.get(caller) ?? 0) + 1);
          } else if (leaf.kind === ASSIGN || !this.isMacro(leaf.b, file)) isAddressTaken = true;
        },
        macros,
        name,
      );
    }
    return { calls, isAddressTaken };
  }

  private usersOf(id: number, name: number): ReturnType<Users['of']> {
    const { scope } = this;
    const { file, owner } = placeOf(scope, id);
    const flags = scope.facts.record(file).owners[owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0;
    if ((flags & STATIC) === 0 || scope.isHeader(file)) return this.users.of(name, 'name');
    const unit = scope.unitOf(file);
    // Headers for the macros that come to the name.
    const near: FileFilter = (other) => scope.unitOf(other) === unit || scope.isHeader(other);
    return this.users.inside(name, 'name', near);
  }

  private isBuilt(file: number, owner: number): boolean {
    const flags = this.scope.facts.record(file).owners[owner * OWNER_STRIDE + OWNER_FLAGS] ?? 0;
    return (flags & OFF) === 0 && this.scope.buildOf(file).build !== 'not-built';
  }

  /** Whether a name that is given something is a macro: what that makes of it is visited besides. */
  private isMacro(callee: number, file: number): boolean {
    const { scope } = this;
    return scope.resolve(callee, file).length === 0 && scope.resolveMacro(callee, file).length > 0;
  }
}
