import type { FunctionId, Root } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { functionAt, IN_IMAGE, isMarked, nameOf, START_UP } from '../flow/definitions.ts';
import {
  CALL,
  type Edge,
  edgesFrom,
  edgesTo,
  type Flow,
  fromOf,
  POINTER,
  toOf,
} from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { calledFrom, callersOf, reaches } from '../flow/reach.ts';

/** Functions that are on a thread's stack for its whole life. */
export interface ThreadRoles {
  /** What threads are made to run, with where they are made; those that only do one job are left out. */
  readonly mains: ReadonlyMap<FunctionId, Root>;
  /** Thread functions that neither wait in a loop nor ask whether to stop: they do one job and end. */
  readonly jobs: ReadonlyMap<FunctionId, Root>;
  /** Mains whose threads start-up code makes: they exist on every machine. */
  readonly everywhere: ReadonlySet<FunctionId>;
  /**
   * Called by a main and never returning (`__noreturn`), or handed to one that does nothing else, and asking whether
   * to stop (`kvm_nx_lpage_recovery_worker()`): the caller of each.
   */
  readonly bodies: ReadonlyMap<FunctionId, FunctionId>;
  /** Below every main: `kthread()`, `ret_from_fork()`. */
  readonly frames: ReadonlySet<FunctionId>;
  /** Mains that are not called by `kthread()`: `kthreadd()`, whose thread is forked. */
  readonly forked: ReadonlySet<FunctionId>;
}

/** Calls from a main to the wait of its own loop, and from a first function to the exec that ends it. */
const mostToOwnWait = 4;
const mostToExec = 3;

const threadKinds: ReadonlySet<string> = new Set(['thread', 'io-thread']);

/**
 * `nearest` counts the calls from a function to its nearest lasting wait, -1 for none; `isOnce` tells whether a call
 * stands in no loop that nothing counts, as far as the text is known. A function that
 * turns its thread into a user process (`kernel_execve()`) is no main.
 */
export function threadRoles(
  flow: Flow,
  anchors: Anchors,
  nearest: (id: FunctionId) => number,
  isOnce: (edge: Edge) => boolean,
): ThreadRoles {
  const waits = (id: FunctionId): boolean => {
    const far = nearest(id);
    return far !== -1 && far <= mostToOwnWait;
  };
  const users = callersOf(
    flow,
    anchors.becomesUser.flatMap((name) => flow.graph.definitions(name).map((it) => it.id)),
    (edge, far) => flow.how[edge] === CALL && far < mostToExec,
  );
  const frames = framesOf(flow, anchors);
  const mains = new Map<FunctionId, Root>();
  const jobs = new Map<FunctionId, Root>();
  const bodies = new Map<FunctionId, FunctionId>();
  const staying = new Set(anchors.threadLoop);
  for (const root of flow.graph.roots()) {
    if (!threadKinds.has(root.kind) || frames.has(root.function)) continue;
    if (reaches(users, root.function)) continue;
    const stays =
      neverReturns(flow, root.function) ||
      waits(root.function) ||
      asksToStop(flow, root.function, staying) ||
      entersForGood(flow, root.function, waits);
    const group = stays ? mains : jobs;
    if (!group.has(root.function)) group.set(root.function, root);
  }
  const queue = [...mains.keys()];
  for (let at = 0; at < queue.length; at += 1) {
    const caller = queue[at] ?? -1;
    for (const edge of edgesFrom(flow, caller)) {
      const callee = toOf(flow, edge);
      if (mains.has(callee) || bodies.has(callee) || !waits(callee)) continue;
      const isHanded =
        flow.how[edge] === POINTER && asksToStop(flow, callee, staying) && isOnce(edge);
      if (!isHanded && !(flow.how[edge] === CALL && neverReturns(flow, callee))) continue;
      if (!onlyCalledBy(flow, callee, mains, bodies)) continue;
      bodies.set(callee, caller);
      queue.push(callee);
    }
  }
  const makerOf = (root: Root): FunctionId | undefined => functionAt(flow, root.file, root.line);
  const everywhere = madeAtBoot(flow, mains, makerOf);
  return {
    mains,
    jobs,
    bodies,
    frames,
    everywhere,
    forked: forkedOnes(flow, anchors, mains, makerOf),
  };
}

/** The mains whose thread a fork begins in them. */
function forkedOnes(
  flow: Flow,
  anchors: Anchors,
  mains: ReadonlyMap<FunctionId, Root>,
  makerOf: (root: Root) => FunctionId | undefined,
): ReadonlySet<FunctionId> {
  const forked = new Set<FunctionId>();
  for (const [id, root] of mains) {
    if (root.kind === 'io-thread') forked.add(id);
    for (const edge of edgesFrom(flow, makerOf(root) ?? -1)) {
      const name = nameOf(flow, toOf(flow, edge));
      if (flow.line[edge] === root.line && anchors.forking.includes(name)) forked.add(id);
    }
  }
  return forked;
}

/** Calls from start-up code to the one that makes a thread (`subsys_initcall()` → `kswapd_run()`). */
const mostFromStartUp = 5;

/** The mains whose threads are made by what start-up code of the kernel image calls. */
function madeAtBoot(
  flow: Flow,
  mains: ReadonlyMap<FunctionId, Root>,
  makerOf: (root: Root) => FunctionId | undefined,
): ReadonlySet<FunctionId> {
  const { graph } = flow;
  const starts: FunctionId[] = [];
  for (let id = 0; id < flow.size; id += 1) {
    if (isMarked(flow, id, IN_IMAGE | START_UP)) starts.push(id);
  }
  const atBoot = calledFrom(
    flow,
    starts,
    (edge, far) => flow.how[edge] === CALL && far < mostFromStartUp,
  );
  const found = new Set<FunctionId>();
  for (const root of graph.roots()) {
    const maker = mains.has(root.function) ? makerOf(root) : undefined;
    if (maker !== undefined && reaches(atBoot, maker)) found.add(root.function);
  }
  return found;
}

/** `kthread()` itself, not what drivers call by that name, and what forked tasks begin in. */
function framesOf(flow: Flow, anchors: Anchors): ReadonlySet<FunctionId> {
  const home = new Set(
    anchors.threadLoop.flatMap((name) => flow.graph.definitions(name).map((it) => it.file)),
  );
  const starts = flow.graph.definitions(anchors.kthread).filter((it) => home.has(it.file));
  const forks = anchors.fork.flatMap((name) => flow.graph.definitions(name));
  return new Set([...starts, ...forks].map((it) => it.id));
}

function asksToStop(flow: Flow, id: FunctionId, names: ReadonlySet<string>): boolean {
  for (const edge of edgesFrom(flow, id)) {
    if (names.has(nameOf(flow, toOf(flow, edge)))) return true;
  }
  return false;
}

function entersForGood(flow: Flow, id: FunctionId, waits: (id: FunctionId) => boolean): boolean {
  for (const edge of edgesFrom(flow, id)) {
    const callee = toOf(flow, edge);
    if (flow.how[edge] === CALL && neverReturns(flow, callee) && waits(callee)) return true;
  }
  return false;
}

/** A thread's own loop, and not a way out that all share (`do_exit()`). */
function onlyCalledBy(
  flow: Flow,
  id: FunctionId,
  mains: ReadonlyMap<FunctionId, Root>,
  bodies: ReadonlyMap<FunctionId, FunctionId>,
): boolean {
  for (const edge of edgesTo(flow, id)) {
    const caller = fromOf(flow, edge);
    if (!mains.has(caller) && !bodies.has(caller)) return false;
  }
  return true;
}
