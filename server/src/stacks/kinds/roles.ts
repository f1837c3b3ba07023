import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { ARGUMENT, CALL, type Edge, type Flow, fromOf, POINTER, toOf } from '../flow/flow.ts';
import { calledFrom, callersOf, type Reach, reaches } from '../flow/reach.ts';
import { LongWaits } from '../waits/long-waits.ts';
import { WaitFinder, type WaitSite } from '../waits/sites.ts';
import { type IdleRoles, idleRoles } from './idle.ts';
import { type ThreadRoles, threadRoles } from './threads.ts';

/** Everything that is computed once for a whole kernel; the answers for one function are read off it. */
export interface Roles {
  readonly flow: Flow;
  readonly anchors: Anchors;
  readonly sites: ReadonlyMap<FunctionId, readonly WaitSite[]>;
  readonly waits: LongWaits;
  readonly idle: IdleRoles;
  readonly threads: ThreadRoles;
  /** `schedule()` and `__schedule()`. */
  readonly gates: ReadonlySet<FunctionId>;
  readonly switches: ReadonlySet<FunctionId>;
  /** Who calls `__schedule()` without waiting or idling: preemption. */
  readonly preemption: ReadonlySet<FunctionId>;
  /** To `schedule()` by calls alone, and through pointers too. */
  readonly toSleep: Reach;
  readonly toSleepLoosely: Reach;
  readonly toYield: Reach;
  /** From thread mains, work functions and system calls, within what stands above lasting waits. */
  readonly fromThreads: Reach;
  readonly fromWork: Reach;
  readonly fromSystemCalls: Reach;
  /** From the handling of signals on the way to user mode. */
  readonly fromSignals: Reach;
  readonly toSignals: Reach;
  /** Wrappers below the waits of each kind of task. */
  readonly wrappersOfThreads: Reach;
  readonly wrappersOfCalls: Reach;
  readonly wrappersOfExit: Reach;
  /** Reached from interrupts, and reached from anything that runs in a task. */
  readonly fromInterrupts: Reach;
  readonly fromTasks: Reach;
}

/** Works out the roles of every function of a kernel. */
export function rolesOf(flow: Flow, anchors: Anchors): Roles {
  const { graph } = flow;
  const ids = (names: readonly string[]): ReadonlySet<FunctionId> =>
    new Set(names.flatMap((name) => graph.definitions(name).map((each) => each.id)));
  const isCall = (edge: Edge): boolean => flow.how[edge] === CALL;
  const gates = ids([anchors.sleep]);
  const switches = ids([anchors.leaveCpu]);
  const barriers = ids(anchors.anyContext);
  const yields = ids(anchors.yields);
  const idle = idleRoles(flow, anchors);
  const sites = new WaitFinder(flow, anchors).find();
  const waits = new LongWaits(flow, sites);
  const threads = threadRoles(flow, anchors, (id) => waits.has(id));

  const preemption = new Set<FunctionId>();
  for (const caller of callersWithin(flow, switches)) {
    if (!gates.has(caller) && !idle.outer.has(caller)) preemption.add(caller);
  }
  const sleeps = (edge: Edge): boolean =>
    !barriers.has(toOf(flow, edge)) &&
    !barriers.has(fromOf(flow, edge)) &&
    !preemption.has(fromOf(flow, edge)) &&
    !idle.outer.has(fromOf(flow, edge));
  const handsOver = (edge: Edge): boolean =>
    flow.how[edge] === ARGUMENT && graph.get(toOf(flow, edge)).attributes.includes('__sched');
  const toSleep = callersOf(flow, gates, (e) => (isCall(e) || handsOver(e)) && sleeps(e));
  const inside = (edge: Edge): boolean => waits.has(toOf(flow, edge));
  const roots = (...kinds: readonly string[]): readonly FunctionId[] =>
    graph
      .roots()
      .filter((root) => kinds.includes(root.kind))
      .map((root) => root.function);
  const waiting = (list: Iterable<FunctionId>): readonly FunctionId[] =>
    [...list].filter((id) => waits.has(id));

  const fromThreads = calledFrom(
    flow,
    waiting(threads.mains.keys()),
    (e) => isCall(e) && inside(e),
  );
  const fromWork = calledFrom(flow, waiting(roots('work')), (e) => isCall(e) && inside(e));
  const fromSystemCalls = calledFrom(
    flow,
    waiting(roots('syscall')),
    (e) => flow.how[e] !== ARGUMENT && inside(e),
  );
  const signals = ids([anchors.signals]);
  const fromSignals = calledFrom(flow, signals, isCall);
  const toSignals = callersOf(flow, signals, isCall);
  const waiters = {
    threads: new Set<FunctionId>(),
    calls: new Set<FunctionId>(),
    exit: new Set<FunctionId>(),
  };
  for (const { function: id } of waits.all()) {
    if (reaches(fromThreads, id) || reaches(fromWork, id)) waiters.threads.add(id);
    if (reaches(fromSignals, id) && waits.siteOf(id, 'stopped') !== undefined) waiters.exit.add(id);
    else if (reaches(fromSystemCalls, id) || !waiters.threads.has(id)) waiters.calls.add(id);
  }
  const calls = (e: Edge): boolean => flow.how[e] === CALL || flow.how[e] === POINTER;
  return {
    flow,
    anchors,
    sites,
    waits,
    idle,
    threads,
    gates,
    switches,
    preemption,
    toSleep,
    toSleepLoosely: callersOf(flow, gates, (e) => sleeps(e)),
    toYield: callersOf(flow, yields, (e) => isCall(e) && sleeps(e)),
    fromThreads,
    fromWork,
    fromSystemCalls,
    fromSignals,
    toSignals,
    wrappersOfThreads: waits.wrappersBelow(flow, waiters.threads),
    wrappersOfCalls: waits.wrappersBelow(flow, waiters.calls),
    wrappersOfExit: waits.wrappersBelow(flow, waiters.exit),
    fromInterrupts: calledFrom(flow, roots('interrupt', 'timer', 'tasklet'), calls),
    fromTasks: calledFrom(
      flow,
      roots('syscall', 'thread', 'per-cpu-thread', 'io-thread', 'work', 'idle'),
      calls,
    ),
  };
}

/** Callers of `targets` through inline functions, those included. */
function callersWithin(flow: Flow, targets: ReadonlySet<FunctionId>): ReadonlySet<FunctionId> {
  const found = new Set<FunctionId>();
  const queue = [...targets];
  for (let at = 0; at < queue.length; at += 1) {
    const target = queue[at] ?? -1;
    for (let edge = 0, i = flow.inStart[target] ?? 0; i < (flow.inStart[target + 1] ?? 0); i += 1) {
      edge = flow.inEdges[i] ?? -1;
      if (flow.how[edge] !== CALL) continue;
      const caller = fromOf(flow, edge);
      if (found.has(caller)) continue;
      found.add(caller);
      if (flow.graph.get(caller).attributes.includes('__always_inline')) queue.push(caller);
    }
  }
  return found;
}
