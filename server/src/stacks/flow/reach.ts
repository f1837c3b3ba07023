import type { FunctionId } from '../../kernel/model.ts';
import { type Edge, edgesFrom, edgesTo, type Flow, fromOf, toOf } from './flow.ts';

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

function walk(
  flow: Flow,
  starts: Iterable<FunctionId>,
  edges: (flow: Flow, id: FunctionId) => Iterable<Edge>,
  end: (flow: Flow, edge: Edge) => FunctionId,
  follow: EdgeFilter,
): Reach {
  const reach = emptyReach(flow.size);
  const queue: FunctionId[] = [];
  for (const start of starts) {
    if (reach.distance[start] !== -1) continue;
    reach.distance[start] = 0;
    reach.owner[start] = start;
    queue.push(start);
  }
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? -1;
    const distance = reach.distance[id] ?? 0;
    for (const edge of edges(flow, id)) {
      const next = end(flow, edge);
      if (reach.distance[next] !== -1 || !follow(edge, distance)) continue;
      reach.distance[next] = distance + 1;
      reach.step[next] = edge;
      reach.owner[next] = reach.owner[id] ?? -1;
      queue.push(next);
    }
  }
  return reach;
}

/** What `starts` call, directly or not. */
export function calledFrom(flow: Flow, starts: Iterable<FunctionId>, follow: EdgeFilter): Reach {
  return walk(flow, starts, edgesFrom, toOf, follow);
}

/** What calls `targets`, directly or not. */
export function callersOf(flow: Flow, targets: Iterable<FunctionId>, follow: EdgeFilter): Reach {
  return walk(flow, targets, edgesTo, fromOf, follow);
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
