import type { FunctionId } from '../../kernel/model.ts';
import { Commonness } from '../flow/commonness.ts';
import { type Edge, type Flow, toOf } from '../flow/flow.ts';
import type { Reach } from '../flow/reach.ts';
import { calledFrom, reaches } from '../flow/reach.ts';
import type { WaitState } from '../model.ts';
import { waitForest } from './forest.ts';
import type { WaitSite } from './sites.ts';

/** With more direct and indirect callers than this, a function is common property (see `Commonness`). */
const commonFrom = 600;

/** Waits that are alike in what ends them: the state, freezable or not, and stops on the way to user mode apart. */
export type WaitClass = 'exit' | 'parked' | `${WaitState}${'' | '+freezable'}`;

/** All classes of lasting waits, the hardest to end first. */
export const waitClasses: readonly WaitClass[] = [
  'exit',
  'parked',
  'killable',
  'killable+freezable',
  'uninterruptible+freezable',
  'idle',
  'idle+freezable',
  'interruptible',
  'interruptible+freezable',
];

/**
 * Whether a wait can last. An uninterruptible one is short by the kernel's own rule, which the
 * hung-task detector enforces (`kernel/hung_task.c`), unless it lets the freezer pass: then its
 * author expected it to last. Waits for locks and devices are short whatever their state.
 */
export function lasts(site: WaitSite): boolean {
  if (site.nature !== 'wait') return false;
  return site.wait.state !== 'uninterruptible' || site.wait.freezable;
}

/** The lasting waits of a kernel and what stands above them. */
export class LongWaits {
  readonly #sites: ReadonlyMap<FunctionId, readonly WaitSite[]>;
  readonly #above = new Map<WaitClass, Reach>();
  readonly #onExit: (id: FunctionId) => boolean;

  /** `onExit` admits the functions by which a task is stopped on its way to user mode. */
  constructor(
    flow: Flow,
    sites: ReadonlyMap<FunctionId, readonly WaitSite[]>,
    onExit: (id: FunctionId) => boolean,
  ) {
    this.#sites = sites;
    this.#onExit = onExit;
    const commonness = new Commonness(flow, commonFrom);
    for (const wanted of waitClasses) {
      const starts = [...sites.keys()].filter((id) => this.siteOf(id, wanted) !== undefined);
      const admits = wanted === 'exit' ? onExit : (): boolean => true;
      this.#above.set(wanted, waitForest(flow, sortedByPlace(flow, starts), commonness, admits));
    }
  }

  #classOf(site: WaitSite): WaitClass {
    const { state, freezable } = site.wait;
    if (state === 'stopped') return this.#onExit(site.function) ? 'exit' : 'parked';
    return freezable ? `${state}+freezable` : state;
  }

  /** The lasting wait of a function in a class; `undefined` for wrappers, whose callers have it. */
  siteOf(id: FunctionId, wanted: WaitClass): WaitSite | undefined {
    return this.#sites
      .get(id)
      ?.find((site) => !site.wrapper && lasts(site) && this.#classOf(site) === wanted);
  }

  /** The ways from functions to a lasting wait of a class. */
  above(wanted: WaitClass): Reach | undefined {
    return this.#above.get(wanted);
  }

  /** Calls from a function to its nearest lasting wait; -1 where there is none. */
  nearest(id: FunctionId): number {
    let nearest = -1;
    for (const [wanted, reach] of this.#above) {
      const distance = reach.distance[id] ?? -1;
      if (wanted === 'parked' || distance === -1) continue;
      if (nearest === -1 || distance < nearest) nearest = distance;
    }
    return nearest;
  }

  /** Whether a lasting wait is at or below a function. */
  has(id: FunctionId): boolean {
    for (const reach of this.#above.values()) if (reaches(reach, id)) return true;
    return false;
  }

  /** All lasting waits that are not in wrappers. */
  *all(): Generator<WaitSite> {
    for (const sites of this.#sites.values()) {
      for (const site of sites) if (!site.wrapper && lasts(site)) yield site;
    }
  }

  /** From the waits in `waiters` down through the functions that only wrap waiting. */
  wrappersBelow(flow: Flow, waiters: ReadonlySet<FunctionId>): Reach {
    const first = new Set<Edge>();
    for (const site of this.all()) if (waiters.has(site.function)) first.add(site.edge);
    return calledFrom(flow, waiters, (edge, distance) =>
      distance === 0 ? first.has(edge) : this.#isWrapper(toOf(flow, edge)),
    );
  }

  #isWrapper(id: FunctionId): boolean {
    return this.#sites.get(id)?.some((site) => site.wrapper) === true;
  }
}

/** Functions of the kernel's core first, those of modules last: the better example of two. */
function sortedByPlace(flow: Flow, ids: readonly FunctionId[]): readonly FunctionId[] {
  const rank = (id: FunctionId): number => {
    const { build, file } = flow.graph.get(id);
    return (build === 'module' ? 2 : 0) + (file.startsWith('drivers/') ? 1 : 0);
  };
  const ranked = ids.map((id) => [rank(id), id] as const);
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, id]) => id);
}
