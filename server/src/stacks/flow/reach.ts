import type { FunctionId } from '../../kernel/model.ts';
import { type Edge, type Flow, fromOf, toOf } from './flow.ts';

/** A breadth-first forest: how far each function is from the start, and by which edge it got there. */
export interface Reach {
  /** Edges from the start, -1 where it does not reach. */
  readonly distance: Int32Array;
  /** The edge next to the function on the way to (or from) the start, -1 at the start. */
  readonly step: Int32Array;
  /** The start that each function belongs to, -1 where none. */
  readonly owner: Int32Array;
}

/** Which edges a walk follows; also told the distance already walked. */
export type EdgeFilter = (edge: Edge, distance: number) => boolean;

function emptyReach(size: number): Reach {
  return {
    distance: new Int32Array(size).fill(-1),
    step: new Int32Array(size).fill(-1),
    owner: new Int32Array(size).fill(-1),
  };
}

/** Puts what a walk starts from into its reach; gives them in a queue. */
function begin(reach: Reach, starts: Iterable<FunctionId>): FunctionId[] {
  const queue: FunctionId[] = [];
  for (const start of starts) {
    if (reach.distance[start] !== -1) continue;
    reach.distance[start] = 0;
    reach.owner[start] = start;
    queue.push(start);
  }
  return queue;
}

function enter({ distance, step, owner }: Reach, id: FunctionId, edge: Edge, by: FunctionId): void {
  distance[id] = (distance[by] ?? 0) + 1;
  step[id] = edge;
  owner[id] = owner[by] ?? -1;
}

/** What `starts` call, directly or not. */
export function calledFrom(flow: Flow, starts: Iterable<FunctionId>, follow: EdgeFilter): Reach {
  const reach = emptyReach(flow.size);
  const { distance } = reach;
  const queue = begin(reach, starts);
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? -1;
    const far = distance[id] ?? 0;
    const end = flow.outStart[id + 1] ?? 0;
    for (let edge = flow.outStart[id] ?? 0; edge < end; edge += 1) {
      const next = toOf(flow, edge);
      if (distance[next] !== -1 || !follow(edge, far)) continue;
      enter(reach, next, edge, id);
      queue.push(next);
    }
  }
  return reach;
}

/** What calls `targets`, directly or not. */
export function callersOf(flow: Flow, targets: Iterable<FunctionId>, follow: EdgeFilter): Reach {
  const reach = emptyReach(flow.size);
  const { distance } = reach;
  const queue = begin(reach, targets);
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? -1;
    const far = distance[id] ?? 0;
    const end = flow.inStart[id + 1] ?? 0;
    for (let place = flow.inStart[id] ?? 0; place < end; place += 1) {
      const edge = flow.inEdges[place] ?? -1;
      const next = fromOf(flow, edge);
      if (distance[next] !== -1 || !follow(edge, far)) continue;
      enter(reach, next, edge, id);
      queue.push(next);
    }
  }
  return reach;
}

/** Whether the walk got to `id`. */
export function reaches(reach: Reach, id: FunctionId): boolean {
  return (reach.distance[id] ?? -1) !== -1;
}

/** The edges from a start of `calledFrom` to `id`, in calling order. */
export function wayDown(flow: Flow, reach: Reach, id: FunctionId): readonly Edge[] {
  const way: Edge[] = [];
  for (let edge = reach.step[id] ?? -1; edge !== -1; edge = reach.step[fromOf(flow, edge)] ?? -1) {
    way.push(edge);
  }
  return way.reverse();
}

/** The edges from `id` to a target of `callersOf`, in calling order. */
export function wayTo(flow: Flow, reach: Reach, id: FunctionId): readonly Edge[] {
  const way: Edge[] = [];
  for (let edge = reach.step[id] ?? -1; edge !== -1; edge = reach.step[toOf(flow, edge)] ?? -1) {
    way.push(edge);
  }
  return way;
}
