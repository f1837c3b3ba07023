import type { FunctionId } from '../../kernel/model.ts';
import type { Commonness } from '../flow/commonness.ts';
import { IN_MODULE, isMarked } from '../flow/definitions.ts';
import { CALL, type Edge, edgesTo, type Flow, fromOf, POINTER, toOf } from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { type Reach, reaches, wayTo } from '../flow/reach.ts';
import type { Sleepable } from '../flow/sleepable.ts';
import type { Targets } from './homes.ts';
import type { Pointers } from './pointers.ts';

/** How far from a wait its callers are followed. */
export interface ForestBounds {
  /** Pointer calls on one way; `read(2)` of a terminal or socket has two or three. */
  readonly pointers: number;
  /** Calls between a function and the wait; a pointer counts as two. */
  readonly calls: number;
  /** The share of a pointer's targets that must wait for the wait to count as its caller's. */
  readonly share: number;
  /** So many of its targets must wait, or all: one odd implementer does not make it the pointer's business. */
  readonly targets: number;
  /**
   * Where this share of all that implement a struct wait behind one of its fields, that is the business of the system
   * calls whose file calls the field, however many others call it there.
   */
  readonly implementers: number;
  /**
   * Whether the kernel's pointers into modules are followed, and functions that never return left.
   * Modules that call the kernel are then passed over: what they have of their own is near. What
   * the kernel calls in a module stands for the whole module: calls are counted anew from there.
   */
  readonly everywhere: boolean;
}

/**
 * A wait this near is a function's own business. Of a hundred `file_operations.release` 4 to 7 wait, and who
 * closes a file does not wait; of `file_operations.read` and `unlocked_ioctl` 8 and more do. Of all protocols four in
 * five wait in `proto_ops.sendmsg`, and so does `sendto(2)`. Of all file systems one in seven waits in
 * `inode_operations.atomic_open`: that is not what `open(2)` is about.
 */
export const ownBusiness: ForestBounds = {
  pointers: 3,
  calls: 9,
  share: 0.08,
  targets: 1,
  implementers: 0.5,
  everywhere: false,
};

/** What can keep a function's caller waiting where something unusual stands behind it. */
export const sideBusiness: ForestBounds = {
  pointers: 3,
  calls: 9,
  share: 0.05,
  targets: 3,
  implementers: Number.POSITIVE_INFINITY,
  everywhere: true,
};

/**
 * Whether a pointer call may lead there on any machine: what the kernel itself calls into a module
 * depends on whether that module is in use, and is the module's business.
 */
function follows(flow: Flow, edge: Edge, bounds: ForestBounds): boolean {
  if (bounds.everywhere) return flow.how[edge] === POINTER;
  if (flow.how[edge] !== POINTER) return false;
  return (
    !isMarked(flow, toOf(flow, edge), IN_MODULE) || isMarked(flow, fromOf(flow, edge), IN_MODULE)
  );
}

/** How many of the functions behind each `struct.field` are `inside`, where those are enough. */
function insiders(
  targets: Targets,
  inside: (id: FunctionId) => boolean,
  bounds: ForestBounds,
): ReadonlyMap<number, number> {
  const result = new Map<number, number>();
  for (const [via, set] of targets) {
    let waiting = 0;
    for (const id of set) if (inside(id)) waiting += 1;
    if (waiting >= Math.min(bounds.targets, set.size)) result.set(via, waiting);
  }
  return result;
}

/**
 * For each pointer behind which one implementer alone of the kernel's image waits, of several that implement its struct
 * (others may leave it empty): that one. A server of `fs/fuse`, built in, is not what `unlink(2)` is about.
 */
function loneWaiters(
  flow: Flow,
  { targets, homes, imageImplementers }: Pointers,
  inside: (id: FunctionId) => boolean,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [via, set] of targets) {
    const waiting = [...set].filter((id) => !isMarked(flow, id, IN_MODULE) && inside(id));
    if (2 * waiting.length < (imageImplementers.get(via) ?? 0)) {
      found.set(via, homes.oneOf(waiting));
    }
  }
  return found;
}

/** The functions that one definition of a system call makes (`include/linux/syscalls.h`) count as one. */
function isOneCall(
  { macros, firstLine, fileOf }: Flow,
  caller: FunctionId,
  callee: FunctionId,
): boolean {
  const macro = macros.get(caller);
  if (macro === undefined || macro !== macros.get(callee)) return false;
  return fileOf[caller] === fileOf[callee] && firstLine[caller] === firstLine[callee];
}

/** What decides how far up a wait counts. */
export interface ForestRules {
  readonly commonness: Commonness;
  /** The calls behind which tasks sleep, and nobody asks them not to. */
  readonly sleeps: Sleepable;
  readonly bounds: ForestBounds;
  readonly pointers: Pointers;
  /** Functions that are no part of the way are left out. */
  readonly admits?: ((id: FunctionId) => boolean) | undefined;
  /**
   * Whether the wait of a start, as the calls `way` make it, is over too soon to count for the function that they
   * begin in: another one then stands for it.
   */
  readonly passes?: ((start: FunctionId, way: readonly Edge[]) => boolean) | undefined;
}

/**
 * What stands above the waits in `sites`: their callers, their callers' callers, through pointers
 * where that is what the pointer is for, or where it runs jobs. Common functions end the way up, or
 * their file does where they are what its system calls are about; and so do functions that never return: who calls
 * them is at its end.
 */
export function waitForest(flow: Flow, sites: Iterable<FunctionId>, rules: ForestRules): Reach {
  const { commonness, sleeps, bounds, pointers, admits = () => true, passes } = rules;
  const { targets, implementers, homes, strangers, callFiles, ofThreads } = pointers;
  const reach: Reach = {
    distance: new Int32Array(flow.size).fill(-1),
    step: new Int32Array(flow.size).fill(-1),
    owner: new Int32Array(flow.size).fill(-1),
  };
  const inside = (id: FunctionId): boolean => reach.distance[id] !== -1;
  const tooFar = (id: FunctionId): boolean => (reach.distance[id] ?? 0) >= bounds.calls;
  const isCommon = (id: FunctionId): boolean => commonness.isCommon(id);
  const isModule = (id: FunctionId): boolean => isMarked(flow, id, IN_MODULE);
  const foreign = (caller: FunctionId, callee: FunctionId): boolean =>
    bounds.everywhere && isModule(caller) && !isModule(callee);
  const ends = (id: FunctionId): boolean => !bounds.everywhere && neverReturns(flow, id);
  const farFrom = (id: FunctionId, edge: Edge, from: FunctionId): number => {
    if (bounds.everywhere && isModule(from) && !isModule(id)) return 0;
    const cost = isOneCall(flow, id, from) ? 0 : flow.how[edge] === POINTER ? 2 : 1;
    return (reach.distance[from] ?? 0) + cost;
  };
  // Where calls are counted anew from a module on, a way that was found later may be the shorter one. It leads
  // through no function twice: none leads from a module back into the kernel.
  const isNearer = (id: FunctionId, edge: Edge, from: FunctionId): boolean => {
    if (
      inside(id) &&
      (!bounds.everywhere || farFrom(id, edge, from) >= (reach.distance[id] ?? 0))
    ) {
      return false;
    }
    const way = [edge, ...wayTo(flow, reach, from)];
    if (homes.strays(id, way)) return false;
    if (passes === undefined || reaches(ofThreads, id)) return true;
    return !passes(reach.owner[from] ?? -1, way);
  };
  const enter = (id: FunctionId, edge: Edge, from: FunctionId): void => {
    reach.distance[id] = farFrom(id, edge, from);
    reach.step[id] = edge;
    reach.owner[id] = reach.owner[from] ?? -1;
  };
  let layer: FunctionId[] = [];
  for (const id of sites) {
    if (inside(id)) continue;
    reach.distance[id] = 0;
    reach.owner[id] = id;
    layer.push(id);
  }
  const all: FunctionId[] = [];
  for (let passed = 0; passed <= bounds.pointers; passed += 1) {
    for (let at = 0; at < layer.length; at += 1) {
      const id = layer[at] ?? -1;
      all.push(id);
      const common = isCommon(id);
      if ((common && reach.distance[id] === 0) || ends(id)) continue;
      for (const edge of edgesTo(flow, id)) {
        const caller = fromOf(flow, edge);
        if (flow.how[edge] !== CALL || !sleeps(edge) || !admits(caller)) continue;
        if (common ? flow.fileOf[caller] !== flow.fileOf[id] : isCommon(caller)) continue;
        if (foreign(caller, id) || (tooFar(id) && !isOneCall(flow, caller, id))) continue;
        if (!isNearer(caller, edge, id)) continue;
        enter(caller, edge, id);
        layer.push(caller);
      }
    }
    const waiting = insiders(targets, inside, bounds);
    const lone = loneWaiters(flow, pointers, inside);
    const isOdd = (caller: FunctionId, via: number): boolean => {
      const home = lone.get(via) ?? -1;
      return !bounds.everywhere && !isModule(caller) && home !== -1 && home !== homes.of(caller);
    };
    const shareOf = (via: number, all = 1): number => (waiting.get(via) ?? 0) / all;
    const isOfCalls = (id: FunctionId, via: number): boolean =>
      callFiles.has(flow.fileOf[id] ?? -1) &&
      shareOf(via, implementers.get(via)) >= bounds.implementers;
    layer = [];
    for (const id of all) {
      if (tooFar(id)) continue;
      for (const edge of edgesTo(flow, id)) {
        const caller = fromOf(flow, edge);
        const via = flow.via[edge] ?? 0;
        if (!follows(flow, edge, bounds) || !sleeps(edge) || !admits(caller)) continue;
        if (isCommon(caller) && !isOfCalls(caller, via)) continue;
        if (pointers.runsOwnJob(edge) || (isOdd(caller, via) && !pointers.runsJobs(edge))) continue;
        if (foreign(caller, id) || strangers.meet(edge) || !isNearer(caller, edge, id)) continue;
        if (shareOf(via, targets.get(via)?.size) < bounds.share && !pointers.runsJobs(edge))
          continue;
        enter(caller, edge, id);
        layer.push(caller);
      }
    }
  }
  return reach;
}
