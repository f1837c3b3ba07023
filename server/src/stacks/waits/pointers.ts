import type { FunctionId } from '../../kernel/model.ts';
import { callFilesOf } from '../flow/call-files.ts';
import { IN_MODULE, isMarked } from '../flow/definitions.ts';
import { CALL, type Edge, type Flow, fromOf, POINTER, toOf } from '../flow/flow.ts';
import { calledFrom, type Reach, reaches } from '../flow/reach.ts';
import { Homes, type Targets } from './homes.ts';
import { Strangers } from './strangers.ts';

/** What a flow's pointers lead to. */
export interface Pointers {
  /**
   * Those in modules too, also where only the image's are followed: what a pointer is for, all that stand behind
   * it tell, however a configuration divides them.
   */
  readonly targets: Targets;
  /** How many implement the struct of each pointer: as many as stand behind the fullest of its fields. */
  readonly implementers: ReadonlyMap<number, number>;
  /** The same, of those in the kernel's image. */
  readonly imageImplementers: ReadonlyMap<number, number>;
  readonly homes: Homes;
  readonly strangers: Strangers;
  /** The numbers of the files that define system calls. */
  readonly callFiles: ReadonlySet<number>;
  /** What threads run by plain calls. */
  readonly ofThreads: Reach;
  /**
   * Whether a thread runs by an edge whatever job is at hand (`worker.current_func`): most targets of the pointer
   * are jobs. Who calls it is on a stack as long as the longest job, however few wait.
   */
  runsJobs(edge: Edge): boolean;
  /** Whether who is no part of a thread calls by such a pointer: a job of its own (`sctp_inq_push()`), not any. */
  runsOwnJob(edge: Edge): boolean;
}

/** Reads a flow's pointers by its roots. */
export function pointersOf(flow: Flow): Pointers {
  const targets = new Map<number, Set<FunctionId>>();
  for (let edge = 0; edge < flow.to.length; edge += 1) {
    if (flow.how[edge] !== POINTER) continue;
    const via = flow.via[edge] ?? 0;
    const set = targets.get(via);
    if (set === undefined) targets.set(via, new Set([toOf(flow, edge)]));
    else set.add(toOf(flow, edge));
  }
  const roots = flow.graph.roots();
  const jobs = new Set(roots.filter(({ kind }) => kind === 'work').map((root) => root.function));
  const mains = roots.filter(({ kind }) => kind === 'thread').map((root) => root.function);
  const ofThreads = calledFrom(flow, mains, (edge) => flow.how[edge] === CALL);
  const running = new Set<number>();
  for (const [via, set] of targets) {
    let count = 0;
    for (const id of set) if (jobs.has(id)) count += 1;
    if (2 * count > set.size) running.add(via);
  }
  const isJob = (edge: Edge): boolean => running.has(flow.via[edge] ?? 0);
  const isOfThread = (edge: Edge): boolean => reaches(ofThreads, fromOf(flow, edge));
  return {
    targets,
    implementers: implementersOf(flow, targets, () => true),
    imageImplementers: implementersOf(flow, targets, (id) => !isMarked(flow, id, IN_MODULE)),
    homes: new Homes(flow, targets),
    strangers: new Strangers(flow),
    callFiles: callFilesOf(flow),
    ofThreads,
    runsJobs: (edge) => isJob(edge) && isOfThread(edge),
    runsOwnJob: (edge) => isJob(edge) && !isOfThread(edge),
  };
}

function implementersOf(
  { vias }: Flow,
  targets: Targets,
  counts: (id: FunctionId) => boolean,
): ReadonlyMap<number, number> {
  const structOf = (via: number): string => (vias[via] ?? '').split('.')[0] ?? '';
  const most = new Map<string, number>();
  for (const [via, set] of targets) {
    const size = [...set].filter(counts).length;
    most.set(structOf(via), Math.max(size, most.get(structOf(via)) ?? 0));
  }
  return new Map([...targets.keys()].map((via) => [via, most.get(structOf(via)) ?? 0]));
}
