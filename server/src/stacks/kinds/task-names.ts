import type { FunctionId, KernelGraph, Root } from '../../kernel/model.ts';
import { type Edge, edgesFrom, type Flow, fromOf, toOf } from '../flow/flow.ts';
import type { Way } from '../waits/sites.ts';

/** So many names are shown, of so many that are found nearest at first. */
const mostNames = 4;
const mostFound = 16;

/** Roots that are so many times as far away as the nearest, or this near, are named with it. */
const mostTimes = 2;
const near = 6;

/** A system call is this far from what is called by its own functions (`__x64_sys_close()` → `__do_sys_close()`). */
const ownCalls = 4;

/** A thread for the reader: its name pattern where it says something, else the function that it runs. */
export function threadName(graph: KernelGraph, root: Root): string {
  const { label } = root;
  const told = label !== undefined && !/^(%\w+\W*)*$/.test(label);
  return told ? label : `threads running ${graph.get(root.function).name}()`;
}

/** Who runs a work's function for the reader. */
export const workTask = 'kworker (a work item)';

/** Who runs what a kernel thread is handed, for the reader: a work, or a round of a per-CPU thread. */
export function handedTo({ kind, file, line }: Root): string {
  return kind === 'work' ? workTask : `the per-CPU threads of ${file}:${line}`;
}

/** Who comes into what each system call does, for the reader. */
export const anyCall = 'any system call';

/** A system call for the reader: `read(2)`. */
export function callName(graph: KernelGraph, root: Root): string {
  const name = root.label ?? graph.get(root.function).name.replace(/^__do_(compat_)?sys_/, '');
  return `${name}(2)`;
}

/** An exception's handler for the reader: `a task in exc_page_fault()`. */
export function exceptionName(graph: KernelGraph, id: FunctionId): string {
  return `a task in ${graph.get(id).name}()`;
}

/** A task that comes into a function: the calls from its root, how many they are, and the last of them; -1 is none. */
interface Comer {
  readonly name: string;
  readonly far: number;
  readonly by: Edge;
}

/** The tasks that come into functions from roots that are not much further away than the nearest. */
export class TaskNames {
  readonly #flow: Flow;
  readonly #perLetter: number;
  readonly #comers = new Map<FunctionId, Comer[]>();

  /**
   * Walks down from `roots`, each with its name, over the edges that `follow` admits. A name stands before others
   * that are further away, each letter of it counting for so many calls; what is done at each system
   * call is told first. Roots that `leads` come to count as what system calls call.
   */
  constructor(
    flow: Flow,
    roots: Iterable<readonly [FunctionId, string]>,
    follow: (edge: Edge) => boolean,
    perLetter = 0,
    leads: ReadonlyMap<FunctionId, Way> = new Map(),
  ) {
    this.#flow = flow;
    this.#perLetter = perLetter;
    const queue: (readonly [FunctionId, Comer])[] = [];
    for (const [id, name] of roots) {
      this.#add(queue, id, { name, far: leads.has(id) ? ownCalls : 0, by: -1 });
    }
    for (let at = 0; at < queue.length; at += 1) {
      const [id, { name, far }] = queue[at] ?? [-1, { name: '', far: 0 }];
      for (const by of edgesFrom(flow, id)) {
        if (follow(by)) this.#add(queue, toOf(flow, by), { name, far: far + 1, by });
      }
    }
  }

  #add(queue: (readonly [FunctionId, Comer])[], id: FunctionId, comer: Comer): void {
    const known = this.#comers.get(id);
    if (known === undefined) this.#comers.set(id, [comer]);
    else if (known.length < mostFound && isAsNear(known, comer)) known.push(comer);
    else return;
    queue.push([id, comer]);
  }

  /** The names for the reader: `read(2), pread64(2)`; "and others" where there are more than a few. */
  of(id: FunctionId): string {
    const names = this.#sorted(id).map(({ name }) => name);
    const shown = names.slice(0, mostNames).join(', ');
    return names.length > mostNames ? `${shown} and others` : shown;
  }

  /** The calls from the root of each task to a function, in the order of their names. */
  *ways(id: FunctionId): Generator<Way> {
    for (const comer of this.#sorted(id)) yield this.#wayOf(comer);
  }

  #sorted(id: FunctionId): readonly Comer[] {
    const lettersOf = (name: string): number => (name === anyCall ? 0 : name.length);
    const cost = ({ name, far }: Comer): number => far + lettersOf(name) * this.#perLetter;
    return [...(this.#comers.get(id) ?? [])].sort((one, other) => cost(one) - cost(other));
  }

  #wayOf({ name, by }: Comer): Way {
    const way: Edge[] = [];
    for (let edge = by; edge !== -1; ) {
      way.push(edge);
      const above = this.#comers.get(fromOf(this.#flow, edge));
      edge = above?.find((each) => each.name === name)?.by ?? -1;
    }
    return way.reverse();
  }
}

/** Whether a task that is new among some comes from about as near as they do, the nearest being the first. */
function isAsNear(known: readonly Comer[], { name, far }: Comer): boolean {
  const nearest = known[0]?.far ?? 0;
  return far <= Math.max(near, nearest * mostTimes) && known.every((each) => each.name !== name);
}
