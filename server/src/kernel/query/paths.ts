import type { IndexGraph } from '../index/index-graph.ts';
import type { CallEdge, FunctionId } from '../model.ts';

/** Sets that a search has reached, without clearing arrays between searches. */
class Reached {
  private readonly marks: Int32Array;
  private readonly from: Int32Array;
  private readonly slots: number[] = [];
  private age = 0;

  constructor(functions: number) {
    this.marks = new Int32Array(functions);
    this.from = new Int32Array(functions);
  }

  begin(ids: readonly FunctionId[]): number[] {
    this.age++;
    return ids.filter((id) => this.add(id, -1));
  }

  has(id: number): boolean {
    return this.marks[id] === this.age;
  }

  add(id: number, from: number): boolean {
    if (this.marks[id] === this.age) return false;
    this.marks[id] = this.age;
    this.from[id] = from;
    return true;
  }

  addSlot(slot: number): boolean {
    if (this.slots[slot] === this.age) return false;
    this.slots[slot] = this.age;
    return true;
  }

  /** From an id back to where the search began; the id first. */
  trail(id: number): number[] {
    const ids: number[] = [];
    for (let at = id; at >= 0; at = this.from[at] ?? -1) ids.push(at);
    return ids;
  }
}

/** Finds call paths in an index. One search at a time. */
export class PathFinder {
  private readonly forward: Reached;
  private readonly backward: Reached;

  constructor(private readonly graph: IndexGraph) {
    this.forward = new Reached(graph.size);
    this.backward = new Reached(graph.size);
  }

  /** A path with the fewest calls from one of `from` to one of `to`; `undefined` where there is none. */
  shortest(
    from: readonly FunctionId[],
    to: readonly FunctionId[],
  ): readonly CallEdge[] | undefined {
    let ahead = this.forward.begin(from);
    let behind = this.backward.begin(to);
    const both = ahead.find((id) => this.backward.has(id));
    if (both !== undefined) return [];
    while (ahead.length > 0 && behind.length > 0) {
      const next: number[] = [];
      let met = -1;
      if (ahead.length <= behind.length) {
        for (const id of ahead) {
          this.graph.eachCallee(id, this.forward, (callee) => {
            if (!this.forward.add(callee, id)) return;
            next.push(callee);
            if (met < 0 && this.backward.has(callee)) met = callee;
          });
        }
        ahead = next;
      } else {
        for (const id of behind) {
          this.graph.eachCaller(id, this.backward, (caller) => {
            if (!this.backward.add(caller, id)) return;
            next.push(caller);
            if (met < 0 && this.forward.has(caller)) met = caller;
          });
        }
        behind = next;
      }
      if (met >= 0) {
        return this.edges([
          ...this.forward.trail(met).reverse(),
          ...this.backward.trail(met).slice(1),
        ]);
      }
    }
    return undefined;
  }

  /**
   * A path with the fewest calls through pointers, and among those one with few calls: what the source
   * says outright comes before what a pointer may come to.
   */
  mostCertain(
    from: readonly FunctionId[],
    to: readonly FunctionId[],
  ): readonly CallEdge[] | undefined {
    const goal = new Set(to);
    const reached = this.forward;
    let level = reached.begin(from);
    if (level.some((id) => goal.has(id))) return [];
    while (level.length > 0) {
      const doubtful: [number, number][] = [];
      for (let at = 0; at < level.length; at++) {
        const id = level[at] ?? 0;
        let met = -1;
        this.graph.eachCallee(id, reached, (callee, pointer) => {
          if (pointer) doubtful.push([callee, id]);
          else if (reached.add(callee, id)) {
            level.push(callee);
            if (goal.has(callee)) met = callee;
          }
        });
        if (met >= 0) return this.edges(reached.trail(met).reverse());
      }
      level = [];
      for (const [callee, id] of doubtful) {
        if (!reached.add(callee, id)) continue;
        if (goal.has(callee)) return this.edges(reached.trail(callee).reverse());
        level.push(callee);
      }
    }
    return undefined;
  }

  /** Every function on some path from one of `from` to one of `to`, both included; ascending. */
  between(from: readonly FunctionId[], to: readonly FunctionId[]): readonly FunctionId[] {
    const ahead = this.forward.begin(from);
    for (let at = 0; at < ahead.length; at++) {
      this.graph.eachCallee(ahead[at] ?? 0, this.forward, (callee) => {
        if (this.forward.add(callee, -1)) ahead.push(callee);
      });
    }
    const behind = this.backward.begin(to.filter((id) => this.forward.has(id)));
    for (let at = 0; at < behind.length; at++) {
      this.graph.eachCaller(behind[at] ?? 0, this.backward, (caller) => {
        if (this.forward.has(caller) && this.backward.add(caller, -1)) behind.push(caller);
      });
    }
    return behind.sort((one, other) => one - other);
  }

  /** The surest call of each step. */
  private edges(ids: readonly number[]): readonly CallEdge[] {
    const order = ['direct', 'assembly', 'macro', 'pointer'];
    return ids.slice(1).map((callee, at) => {
      const caller = ids[at] ?? 0;
      const [first, ...rest] = this.graph.callees(caller).filter((edge) => edge.callee === callee);
      if (first === undefined)
        throw new Error(`The index lacks the call from ${caller} to ${callee}.`);
      return rest.reduce(
        (best, edge) => (order.indexOf(edge.kind) < order.indexOf(best.kind) ? edge : best),
        first,
      );
    });
  }
}
