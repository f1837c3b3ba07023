import type { FunctionId } from '../../kernel/model.ts';
import { edgesTo, type Flow, fromOf } from '../flow/flow.ts';
import { type EdgeFilter, type Reach, reaches, wayDown } from '../flow/reach.ts';
import type { Homes } from '../waits/homes.ts';
import type { Way } from '../waits/sites.ts';
import type { TaskNames } from './task-names.ts';

/** Of so many functions above one a way is looked for that leads on through it. */
const mostLookedAt = 3000;

/** Whether a function cannot, or should not, stand above a way. */
type Refusal = (from: FunctionId, way: Way) => boolean;

/** Ways from the roots of a walk down to the functions that it reached. */
export class WaysFrom {
  readonly #flow: Flow;
  readonly #reach: Reach;
  readonly #follow: EdgeFilter;
  readonly #homes: Homes;
  readonly #names: TaskNames;
  readonly #leads: ReadonlyMap<FunctionId, Way>;

  /**
   * `reach` is what a walk over the edges of `follow` came to, `names` tells which tasks those are, and `leads` how
   * they come to roots that are called themselves.
   */
  constructor(
    flow: Flow,
    reach: Reach,
    follow: EdgeFilter,
    homes: Homes,
    names: TaskNames,
    leads: ReadonlyMap<FunctionId, Way>,
  ) {
    this.#flow = flow;
    this.#reach = reach;
    this.#follow = follow;
    this.#homes = homes;
    this.#names = names;
    this.#leads = leads;
  }

  /**
   * The calls from a root down to a function that goes on by the calls `on`: that of the task named first whose way
   * leads from no implementer of a pointer into another of its kind, else a short way of which this is so, or which
   * leads into none that it cannot lead to (`Homes`); where neither is found, the end of the shortest that does not
   * stray.
   */
  to(id: FunctionId, on: Way): Way {
    return this.#led(id, this.#fromRoot(id, on));
  }

  /** The shortest way from a root down to a function that the walk reached. */
  nearest(id: FunctionId): Way {
    return this.#led(id, wayDown(this.#flow, this.#reach, id));
  }

  /** A way to a function with the calls that lead to its root, where that is called itself. */
  #led(id: FunctionId, way: Way): Way {
    const [first] = way;
    const root = first === undefined ? id : fromOf(this.#flow, first);
    return [...(this.#leads.get(root) ?? []), ...way];
  }

  #fromRoot(id: FunctionId, on: Way): Way {
    const strays: Refusal = (from, way) => this.#homes.strays(from, way);
    const refuses: Refusal = (from, way) => strays(from, way) || this.#homes.crosses(from, way);
    for (const way of this.#names.ways(id)) {
      if (this.#lastRefused(way, on, refuses) < 0) return way;
    }
    const nearest = wayDown(this.#flow, this.#reach, id);
    const better = this.#another(id, on, refuses);
    if (better !== undefined) return better;
    const begin = this.#lastRefused(nearest, on, strays) + 1;
    return begin === 0 ? nearest : (this.#another(id, on, strays) ?? nearest.slice(begin));
  }

  /** The place of the last function of a way that is refused; -1 where none is. */
  #lastRefused(way: Way, on: Way, refuses: Refusal): number {
    return way.findLastIndex((edge, at) =>
      refuses(fromOf(this.#flow, edge), [...way.slice(at), ...on]),
    );
  }

  /** Looks upwards for a root, over what a task can come through that goes on by `on`. */
  #another(id: FunctionId, on: Way, refuses: Refusal): Way | undefined {
    const ways = new Map<FunctionId, Way>([[id, []]]);
    for (const [below, way] of ways) {
      if (this.#reach.distance[below] === 0) return way;
      if (ways.size > mostLookedAt) continue;
      for (const edge of edgesTo(this.#flow, below)) {
        const above = fromOf(this.#flow, edge);
        if (ways.has(above) || !reaches(this.#reach, above)) continue;
        if (!this.#follow(edge, this.#reach.distance[above] ?? 0)) continue;
        const longer = [edge, ...way];
        if (!refuses(above, [...longer, ...on])) ways.set(above, longer);
      }
    }
    return undefined;
  }
}
