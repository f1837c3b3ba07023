import type { FunctionId, KernelGraph, Root } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { nameOf } from '../flow/definitions.ts';
import { CALL, type Edge, type Flow, fromOf, POINTER } from '../flow/flow.ts';
import { calledFrom, reaches, wayDown } from '../flow/reach.ts';
import type { Way } from '../waits/sites.ts';
import { anyCall, callName, threadName } from './task-names.ts';

/** How tasks of user space come into the kernel. */
export interface Comers {
  /** Where they begin, each with its name for the reader, the plainest first. */
  readonly roots: readonly (readonly [FunctionId, string])[];
  /** What is done at each system call, whichever it is. */
  readonly anyCalls: readonly (readonly [FunctionId, string])[];
  /** The calls that lead tasks to roots which are called themselves. */
  readonly leads: ReadonlyMap<FunctionId, Way>;
}

/**
 * System calls; io_uring's workers, which wait in their stead; and the end of a file, to which tasks come by work that
 * they left for their way to user mode.
 */
export function comersOf(flow: Flow, anchors: Anchors): Comers {
  const { graph } = flow;
  const ids = (names: readonly string[]): readonly FunctionId[] =>
    names.flatMap((name) => graph.definitions(name).map((it) => it.id));
  const all = graph.roots();
  const calls = nativeFirst(
    graph,
    all.filter(({ kind }) => kind === 'syscall'),
  ).map((root) => [root.function, callName(graph, root)] as const);
  const entries = ids([anchors.anyCall]);
  const workers = all.filter(({ kind }) => kind === 'io-thread');
  const { name, task } = anchors.fileEnd;
  const leads = new Map<FunctionId, Way>();
  const directly = calls.filter(([, of]) => of === task).map(([id]) => id);
  for (const end of ids([name])) {
    const lead = wayTo(flow, directly, end, []) ?? wayTo(flow, entries, end, [anchors.taskWork]);
    if (lead !== undefined) leads.set(end, lead);
  }
  return {
    roots: [
      ...calls,
      ...workers.map((root) => [root.function, threadName(graph, root)] as const),
      ...[...leads.keys()].map((id) => [id, task] as const),
    ],
    anyCalls: entries.map((id) => [id, anyCall] as const),
    leads,
  };
}

/** The calls from one of some functions to another, through pointers only in those of certain names. */
function wayTo(
  flow: Flow,
  from: readonly FunctionId[],
  to: FunctionId,
  through: readonly string[],
): Way | undefined {
  const follow = (edge: Edge): boolean =>
    flow.how[edge] === CALL ||
    (flow.how[edge] === POINTER && through.includes(nameOf(flow, fromOf(flow, edge))));
  const reach = calledFrom(flow, from, follow);
  return reaches(reach, to) ? wayDown(flow, reach, to) : undefined;
}

/**
 * System calls of the architecture's own kind before those of its 32-bit one, and short names first:
 * where several lead to a function, the plain one (`read`) shows better what it is for.
 */
function nativeFirst(graph: KernelGraph, roots: readonly Root[]): readonly Root[] {
  const isCompat = (root: Root): boolean => /ia32|compat/.test(graph.get(root.function).name);
  const length = (root: Root): number => root.label?.length ?? 0;
  return [...roots].sort(
    (a, b) => Number(isCompat(a)) - Number(isCompat(b)) || length(a) - length(b),
  );
}
