import type { FunctionId, Root } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { ALWAYS_INLINE, BUILT, IN_MODULE, isMarked, SCHEDULES } from '../flow/definitions.ts';
import {
  ARGUMENT,
  CALL,
  type Edge,
  edgesFrom,
  type Flow,
  fromOf,
  POINTER,
  toOf,
} from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { calledFrom, callersOf, type Reach, reaches } from '../flow/reach.ts';
import { sleepable } from '../flow/sleepable.ts';
import type { WaitLengths } from '../lengths/wait-lengths.ts';
import type { Wait } from '../model.ts';
import { type FakeSignalTakers, fakeSignalTakers } from '../waits/fake-signals.ts';
import { LongWaits } from '../waits/long-waits.ts';
import { repeatedWaits } from '../waits/repeated.ts';
import { WaitFinder, type WaitSite, type Way } from '../waits/sites.ts';
import { comersOf } from './comers.ts';
import { type IdleRoles, idleRoles } from './idle.ts';
import { ownCodeOf } from './own-code.ts';
import { exceptionName, handedTo, TaskNames, threadName } from './task-names.ts';
import { type ThreadRoles, threadRoles } from './threads.ts';
import { WaysFrom } from './ways-from.ts';

/** Everything that is computed once for a whole kernel; the answers for one function are read off it. */
export interface Roles {
  readonly flow: Flow;
  readonly anchors: Anchors;
  readonly sites: ReadonlyMap<FunctionId, readonly WaitSite[]>;
  readonly waits: LongWaits;
  /** The wait of a site below the calls `own`, with its length where the source tells it. */
  waitOf(site: WaitSite, own: Way): Wait;
  /** Whether that `wait` is begun again and again, so that its length says nothing of how long tasks are there. */
  repeats(site: WaitSite, own: Way, wait: Wait): boolean;
  /** The functions by which a wait takes fake signals for nothing. */
  readonly fakeSignalTakers: FakeSignalTakers;
  readonly idle: IdleRoles;
  readonly threads: ThreadRoles;
  /** `schedule()` and `__schedule()`. */
  readonly gates: ReadonlySet<FunctionId>;
  readonly switches: ReadonlySet<FunctionId>;
  /** Who calls `__schedule()` without waiting or idling: preemption. */
  readonly preemption: ReadonlySet<FunctionId>;
  /** Voluntary points of preemption. */
  readonly yields: ReadonlySet<FunctionId>;
  /** To `schedule()` by calls alone, and through pointers too. */
  readonly toSleep: Reach;
  readonly toSleepLoosely: Reach;
  readonly toYield: Reach;
  /** From thread mains, work functions and system calls, within what stands above lasting waits. */
  readonly fromThreads: Reach;
  readonly fromWork: Reach;
  /** From the work functions of the kernel's image alone, which are run whatever modules are in use. */
  readonly fromImageWork: Reach;
  readonly fromSystemCalls: Reach;
  /** From system calls to what stands above lasting waits, also by code of theirs that is not about waiting. */
  readonly fromCallsAtLarge: Reach;
  readonly threadNames: TaskNames;
  /** Who runs the functions that kernel threads are handed: works, and the rounds of per-CPU threads. */
  readonly rootTasks: ReadonlyMap<FunctionId, string>;
  readonly callNames: TaskNames;
  readonly callWays: WaysFrom;
  /** From system calls and exceptions to what stands above a wait that is aside. */
  readonly aside: Reach;
  readonly asideNames: TaskNames;
  readonly asideWays: WaysFrom;
  /** From where signals are handled, a few calls down. */
  readonly fromSignals: Reach;
  /** Whether a function handles signals on the way to user mode, or leads there. */
  onExit(id: FunctionId): boolean;
  /** Wrappers below the waits of each kind of task. */
  readonly wrappersOfThreads: Reach;
  readonly wrappersOfCalls: Reach;
  readonly wrappersOfExit: Reach;
  /** Reached from interrupts, and reached from anything that runs in a task, softirqs aside. */
  readonly fromInterrupts: Reach;
  readonly fromTasks: Reach;
  /** What softirqs run by plain calls, and the functions that run them. */
  readonly inSoftirqs: Reach;
}

/** Calls below the handling of signals within which a task is stopped. */
const signalDepth = 3;

/** Calls from a task's root to a function that it is held up in aside from that function's business. */
const mostToAside = 12;

/**
 * System calls with short names are the plain ones: where many lead to a function, `open(2)` shows better what it is
 * for than `fsmount(2)`, which takes five calls less to get there.
 */
const callsPerLetter = 2;

/** Works out the roles of every function of a kernel; without `lengths` no timeout's length is known. */
export function rolesOf(flow: Flow, anchors: Anchors, lengths?: WaitLengths): Roles {
  const { graph } = flow;
  const ids = (names: readonly string[]): ReadonlySet<FunctionId> =>
    new Set(names.flatMap((name) => graph.definitions(name).map((each) => each.id)));
  const isCall = (edge: Edge): boolean => flow.how[edge] === CALL;
  const gates = ids([anchors.sleep]);
  const sleepers = ids([anchors.sleep, ...anchors.sleepAlike]);
  const switches = ids([anchors.leaveCpu]);
  const yields = ids(anchors.yields);
  const softirqs = ids(anchors.softirqs);
  const idle = idleRoles(flow, anchors);
  const preemption = new Set<FunctionId>();
  for (const caller of callersWithin(flow, switches)) {
    if (!sleepers.has(caller) && !idle.outer.has(caller)) preemption.add(caller);
  }
  const sleeps = sleepable(flow, {
    never: [ids(anchors.anyContext), softirqs],
    notByCalls: [preemption, idle.outer],
  });
  const handsOver = (edge: Edge): boolean =>
    flow.how[edge] === ARGUMENT && isMarked(flow, toOf(flow, edge), SCHEDULES);
  const toSleep = callersOf(flow, sleepers, (e) => (isCall(e) || handsOver(e)) && sleeps(e));
  const sites = new WaitFinder(flow, anchors, (id) => reaches(toSleep, id)).find();
  const signals = ids([anchors.signals]);
  const returns = (edge: Edge): boolean => isCall(edge) && !neverReturns(flow, toOf(flow, edge));
  const fromSignals = calledFrom(flow, signals, (e, far) => returns(e) && far < signalDepth);
  const toSignals = callersOf(flow, signals, isCall);
  const onExit = (id: FunctionId): boolean => reaches(fromSignals, id) || reaches(toSignals, id);
  const waitOf = (site: WaitSite, own: Way): Wait => lengths?.of(site, own) ?? site.wait;
  const refuses = (edge: Edge): boolean => lengths?.refuses(edge) ?? false;
  const repeats = repeatedWaits(flow, (site, own) => lengths?.repeats(site, own) === true);
  const waits = new LongWaits(flow, sites, onExit, sleeps, { waitOf, repeats, refuses });
  const isOnce = (edge: Edge): boolean => lengths?.isRepeated(edge) === false;
  const threads = threadRoles(flow, anchors, (id) => waits.nearest(id), isOnce);

  const inside = (edge: Edge): boolean => {
    const callee = toOf(flow, edge);
    return waits.has(callee) && (threads.bodies.has(callee) || !neverReturns(flow, callee));
  };
  const rootsOf = (...kinds: readonly string[]): readonly Root[] =>
    graph.roots().filter((root) => kinds.includes(root.kind));
  const roots = (...kinds: readonly string[]): readonly FunctionId[] =>
    rootsOf(...kinds).map((root) => root.function);
  const waiting = (list: Iterable<FunctionId>): readonly FunctionId[] =>
    [...list].filter((id) => waits.has(id));
  const isPointer = (e: Edge): boolean => flow.how[e] === POINTER;
  const leads = (e: Edge): boolean => isPointer(e) && !waits.strangers.meet(e);
  const calls = (e: Edge): boolean => isCall(e) || leads(e);
  const mayCall = (e: Edge): boolean => isCall(e) || isPointer(e);
  const comers = comersOf(flow, anchors);
  const users = [...comers.roots, ...comers.anyCalls];
  const entered = users.map(([id]) => id);

  const within = (e: Edge): boolean => isCall(e) && inside(e);
  const isNamed = (id: FunctionId): boolean => signals.has(id) || comers.leads.has(id);
  const admits = (e: Edge): boolean => !isNamed(toOf(flow, e)) && !refuses(e);
  const withPointers = (e: Edge): boolean =>
    (calls(e) || flow.how[e] === ARGUMENT) && inside(e) && admits(e);
  const isOwn = ownCodeOf(flow, anchors, returns);
  const atLarge = (e: Edge): boolean => {
    if (isOwn(e)) return admits(e);
    return waits.has(fromOf(flow, e)) ? withPointers(e) : leads(e) && inside(e) && admits(e);
  };
  const fromThreads = calledFrom(flow, waiting(threads.mains.keys()), within);
  const works = waiting(roots('work'));
  const fromWork = calledFrom(flow, works, within);
  const ofImage = works.filter((id) => !isMarked(flow, id, IN_MODULE));
  const fromImageWork = calledFrom(flow, ofImage, within);
  const releases = [...comers.leads.keys()].flatMap((id) =>
    [...edgesFrom(flow, id)].filter((e) => leads(e) && inside(e)).map((e) => toOf(flow, e)),
  );
  const fromSystemCalls = calledFrom(flow, [...waiting(entered), ...releases], withPointers);
  const fromCallsAtLarge = calledFrom(flow, entered, atLarge);
  const callNames = new TaskNames(flow, users, atLarge, callsPerLetter, comers.leads);
  const intoAside = (e: Edge, far = 0): boolean =>
    calls(e) &&
    far < mostToAside &&
    reaches(waits.aside, toOf(flow, e)) &&
    !comers.leads.has(toOf(flow, e));
  const asideRoots = [
    ...comers.roots,
    ...exceptionsOf(flow, anchors).map((id) => [id, exceptionName(graph, id)] as const),
  ];
  const aside = calledFrom(
    flow,
    asideRoots.map(([id]) => id),
    intoAside,
  );
  const asideNames = new TaskNames(flow, asideRoots, intoAside, callsPerLetter, comers.leads);
  const isHeld = ({ wait }: WaitSite): boolean =>
    wait.state === 'stopped' || wait.state === 'traced';
  const ofThreads = ({ function: id }: WaitSite): boolean =>
    reaches(fromThreads, id) || reaches(fromWork, id);
  const ofCalls = ({ function: id }: WaitSite): boolean => reaches(fromCallsAtLarge, id);
  return {
    flow,
    anchors,
    sites,
    waits,
    waitOf,
    repeats,
    fakeSignalTakers: fakeSignalTakers(flow, anchors),
    idle,
    threads,
    gates,
    switches,
    preemption,
    yields,
    toSleep,
    toSleepLoosely: callersOf(flow, sleepers, (e) => sleeps(e)),
    toYield: callersOf(flow, yields, (e) => isCall(e) && sleeps(e)),
    fromThreads,
    fromWork,
    fromImageWork,
    fromSystemCalls,
    fromCallsAtLarge,
    rootTasks: new Map(
      rootsOf('per-cpu-thread', 'work').map((root) => [root.function, handedTo(root)] as const),
    ),
    threadNames: new TaskNames(
      flow,
      [...threads.mains].map(([id, root]) => [id, threadName(graph, root)] as const),
      within,
    ),
    callNames,
    callWays: new WaysFrom(flow, fromCallsAtLarge, atLarge, waits.homes, callNames, comers.leads),
    aside,
    asideNames,
    asideWays: new WaysFrom(flow, aside, intoAside, waits.homes, asideNames, comers.leads),
    fromSignals,
    onExit,
    wrappersOfThreads: waits.wrappersBelow(flow, (site) => !isHeld(site) && ofThreads(site)),
    wrappersOfCalls: waits.wrappersBelow(flow, (site) => !isHeld(site) && ofCalls(site)),
    wrappersOfExit: waits.wrappersBelow(flow, isHeld),
    fromInterrupts: calledFrom(
      flow,
      [...softirqs, ...roots('interrupt', 'timer', 'tasklet')],
      mayCall,
    ),
    fromTasks: calledFrom(
      flow,
      roots('syscall', 'thread', 'per-cpu-thread', 'io-thread', 'work', 'idle'),
      (edge) => mayCall(edge) && !softirqs.has(toOf(flow, edge)),
    ),
    inSoftirqs: calledFrom(
      flow,
      softirqs,
      (edge) => isCall(edge) || (isPointer(edge) && softirqs.has(fromOf(flow, edge))),
    ),
  };
}

function exceptionsOf(flow: Flow, { exceptions }: Anchors): readonly FunctionId[] {
  return [...flow.macros]
    .filter(([id, macro]) => isMarked(flow, id, BUILT) && exceptions.test(macro))
    .map(([id]) => id);
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
      if (isMarked(flow, caller, ALWAYS_INLINE)) queue.push(caller);
    }
  }
  return found;
}
