import { Numbers } from '../scan/facts.ts';
import type { Scope } from './scope.ts';

/** More parameters than this are not followed. */
const parametersFollowed = 32;

/** What a function does with a parameter that is a function. */
type Use =
  | { readonly kind: 'call'; readonly line: number }
  | { readonly kind: 'assign'; readonly field: number; readonly struct: number }
  | { readonly kind: 'pass'; readonly callee: number; readonly argument: number };

/** A function that came to be called or stored by way of a parameter. */
export interface FlowTarget {
  called(by: number, callee: number, line: number, parameter: number): void;
  stored(callee: number, field: number, struct: number, file: number, line: number): void;
}

/**
 * Follows functions that are given as arguments: `kthread_create_on_node(fn, …)` stores its first
 * parameter in `kthread_create_info.threadfn`, `bus_for_each_dev(…, fn)` calls its fourth.
 */
export class ParameterFlow {
  private readonly uses = new Map<number, Use[]>();
  /** Callee's name, argument, given name, file, line. */
  private readonly given = new Numbers();
  private readonly seen = new Map<number, Set<number>>();

  constructor(private readonly scope: Scope) {}

  use(owner: number, parameter: number, use: Use): void {
    const key = owner * parametersFollowed + parameter;
    const list = this.uses.get(key);
    if (list === undefined) this.uses.set(key, [use]);
    else list.push(use);
  }

  give(callee: number, argument: number, name: number, file: number, line: number): void {
    for (const value of [callee, argument, name, file, line]) this.given.push(value);
  }

  solve(target: FlowTarget): void {
    const { items, length } = this.given;
    for (let at = 0; at < length; at += 5) {
      const argument = items[at + 1] ?? 0;
      const file = items[at + 3] ?? 0;
      if (argument >= parametersFollowed) continue;
      for (const callee of this.scope.resolve(items[at] ?? 0, file)) {
        if (!this.uses.has(callee * parametersFollowed + argument)) continue;
        for (const owner of this.scope.resolve(items[at + 2] ?? 0, file)) {
          this.reach(callee, argument, owner, file, items[at + 4] ?? 0, target);
        }
      }
    }
  }

  /** `owner` arrives as a parameter of `callee`. */
  private reach(
    callee: number,
    parameter: number,
    owner: number,
    file: number,
    line: number,
    target: FlowTarget,
  ): void {
    const key = callee * parametersFollowed + parameter;
    let seen = this.seen.get(key);
    if (seen === undefined) {
      seen = new Set();
      this.seen.set(key, seen);
    }
    if (seen.has(owner)) return;
    seen.add(owner);
    for (const use of this.uses.get(key) ?? []) {
      if (use.kind === 'call') target.called(callee, owner, use.line, parameter);
      else if (use.kind === 'assign') target.stored(owner, use.field, use.struct, file, line);
      else {
        for (const next of this.scope.resolve(use.callee, this.scope.fileOf[callee] ?? 0)) {
          if (use.argument < parametersFollowed) {
            this.reach(next, use.argument, owner, file, line, target);
          }
        }
      }
    }
  }
}
