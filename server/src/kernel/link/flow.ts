import { ARGUMENT, PARAMETER_PASS } from '../scan/facts.ts';
import { functionAt, nameOf } from './owner.ts';
import type { Scope } from './scope.ts';
import type { Users } from './users.ts';
import { kindsOf, type Walker } from './walk.ts';

/** More parameters than this are not followed. */
const parametersFollowed = 32;

/** A function that arrives as an argument, and where it was given: file and one-based line. */
export interface Given {
  readonly function: number;
  readonly file: number;
  readonly line: number;
}

/** What arrives at a function's parameters, by parameter. */
interface Arrivals {
  readonly given: ReadonlyMap<number, readonly Given[]>;
  /** Parameters of other functions that are handed on: keys of `keyOf`. */
  readonly passed: ReadonlyMap<number, readonly number[]>;
}

const kinds = kindsOf(ARGUMENT, PARAMETER_PASS);

/**
 * Follows functions that are given as arguments: `kthread_create_on_node(fn, …)` stores its first
 * parameter in `kthread_create_info.threadfn`, `bus_for_each_dev(…, fn)` calls its fourth.
 */
export class ParameterFlow {
  private readonly arrivals = new Map<number, Arrivals>();
  private readonly known = new Map<number, readonly Given[]>();

  constructor(
    private readonly scope: Scope,
    private readonly users: Users,
    private readonly walker: Walker,
  ) {}

  /** The functions that can arrive as a parameter of a function, each once. */
  into(id: number, parameter: number): readonly Given[] {
    if (parameter >= parametersFollowed) return [];
    const start = keyOf(id, parameter);
    const known = this.known.get(start);
    if (known !== undefined) return known;
    const found = new Map<number, Given>();
    const reached = new Set([start]);
    for (const key of reached) {
      const { given, passed } = this.arrivalsAt(Math.floor(key / parametersFollowed));
      const at = key % parametersFollowed;
      for (const one of given.get(at) ?? []) {
        if (!found.has(one.function)) found.set(one.function, one);
      }
      for (const from of passed.get(at) ?? []) reached.add(from);
    }
    const all = [...found.values()];
    this.known.set(start, all);
    return all;
  }

  private arrivalsAt(id: number): Arrivals {
    const known = this.arrivals.get(id);
    if (known !== undefined) return known;
    const { scope, walker } = this;
    const name = nameOf(scope, id);
    const given = new Map<number, Given[]>();
    const passed = new Map<number, number[]>();
    const { owners, macros } = this.users.of(name, 'name');
    for (const { file, owner } of owners) {
      if (!scope.resolve(name, file).includes(id)) continue;
      walker.owner(
        file,
        owner,
        kinds,
        (leaf) => {
          if (leaf.b !== name || leaf.index >= parametersFollowed) return;
          if (leaf.kind === PARAMETER_PASS) {
            const from = functionAt(scope, file, owner);
            if (from >= 0 && leaf.a < parametersFollowed) {
              listAt(passed, leaf.index).push(keyOf(from, leaf.a));
            }
            return;
          }
          for (const one of scope.resolve(leaf.a, file)) {
            listAt(given, leaf.index).push({ function: one, file, line: walker.line });
          }
        },
        macros,
      );
    }
    const arrivals = { given, passed };
    this.arrivals.set(id, arrivals);
    return arrivals;
  }
}

function keyOf(id: number, parameter: number): number {
  return id * parametersFollowed + parameter;
}

function listAt<T>(lists: Map<number, T[]>, key: number): T[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
