import type { FunctionId, KernelGraph, Root } from '../../kernel/model.ts';
import { type Edge, edgesFrom, type Flow, toOf } from '../flow/flow.ts';

const mostNames = 4;

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

/** A system call for the reader: `read(2)`. */
export function callName(graph: KernelGraph, root: Root): string {
  const name = root.label ?? graph.get(root.function).name.replace(/^__do_(compat_)?sys_/, '');
  return `${name}(2)`;
}

/** An exception's handler for the reader: `a task in exc_page_fault()`. */
export function exceptionName(graph: KernelGraph, id: FunctionId): string {
  return `a task in ${graph.get(id).name}()`;
}

/** The tasks that come into functions from roots, the nearest roots first. */
export class TaskNames {
  readonly #names = new Map<FunctionId, string[]>();

  /** Walks down from `roots`, each with its name, over the edges that `follow` admits. */
  constructor(
    flow: Flow,
    roots: Iterable<readonly [FunctionId, string]>,
    follow: (edge: Edge) => boolean,
  ) {
    const queue: (readonly [FunctionId, string])[] = [];
    for (const [id, name] of roots) if (this.#add(id, name)) queue.push([id, name]);
    for (let at = 0; at < queue.length; at += 1) {
      const [id, name] = queue[at] ?? [-1, ''];
      for (const edge of edgesFrom(flow, id)) {
        if (!follow(edge)) continue;
        const callee = toOf(flow, edge);
        if (this.#add(callee, name)) queue.push([callee, name]);
      }
    }
  }

  #add(id: FunctionId, name: string): boolean {
    const names = this.#names.get(id);
    if (names === undefined) this.#names.set(id, [name]);
    else if (names.length > mostNames || names.includes(name)) return false;
    else names.push(name);
    return true;
  }

  /** The names for the reader: `read(2), pread64(2)`; "and others" where there are more than a few. */
  of(id: FunctionId): string {
    const names = this.#names.get(id) ?? [];
    const shown = names.slice(0, mostNames).join(', ');
    return names.length > mostNames ? `${shown} and others` : shown;
  }
}
