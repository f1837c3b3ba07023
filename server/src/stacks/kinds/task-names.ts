import type { FunctionId, KernelGraph, Root } from '../../kernel/model.ts';
import { edgesTo, type Flow, fromOf } from '../flow/flow.ts';

const mostNames = 4;

/** A thread for the reader: its name pattern, else the function that it runs. */
export function threadName(graph: KernelGraph, root: Root): string {
  return root.label ?? `${graph.get(root.function).name}()`;
}

/** A system call for the reader: `read(2)`. */
export function callName(graph: KernelGraph, root: Root): string {
  const name = root.label ?? graph.get(root.function).name.replace(/^__do_(compat_)?sys_/, '');
  return `${name}(2)`;
}

/** Names joined for the reader, with the number of those left out. */
export function nameList(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, mostNames).join(', ');
  return unique.length > mostNames ? `${shown} and ${unique.length - mostNames} more` : shown;
}

/**
 * The roots above `id`, nearest first, going up only through functions that `inside` admits; stops
 * at a bounded number of functions.
 */
export function rootsAbove(
  flow: Flow,
  id: FunctionId,
  roots: ReadonlyMap<FunctionId, Root>,
  inside: (id: FunctionId) => boolean,
): readonly Root[] {
  const seen = new Set([id]);
  const queue = [id];
  const found: Root[] = [];
  for (let at = 0; at < queue.length && queue.length < 600; at += 1) {
    const here = queue[at] ?? -1;
    const root = roots.get(here);
    if (root !== undefined) found.push(root);
    for (const edge of edgesTo(flow, here)) {
      const caller = fromOf(flow, edge);
      if (seen.has(caller) || !inside(caller)) continue;
      seen.add(caller);
      queue.push(caller);
    }
  }
  return found;
}
