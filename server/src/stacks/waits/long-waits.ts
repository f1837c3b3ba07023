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

/** The states of waits that last: signals, the other end or an operator end them. */
export const lastingStates: readonly WaitState[] = [
  'stopped',
  'killable',
  'idle',
  'interruptible',
  'uninterruptible',
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
  readonly #above = new Map<WaitState, Reach>();

  constructor(flow: Flow, sites: ReadonlyMap<FunctionId, readonly WaitSite[]>) {
    this.#sites = sites;
    const commonness = new Commonness(flow, commonFrom);
    for (const state of lastingStates) {
      const starts = [...sites.keys()].filter((id) => this.siteOf(id, state) !== undefined);
      this.#above.set(state, waitForest(flow, starts, commonness));
    }
  }

  /** The lasting wait of a function in a state; `undefined` for wrappers, whose callers have it. */
  siteOf(id: FunctionId, state: WaitState): WaitSite | undefined {
    return this.#sites
      .get(id)
      ?.find((site) => !site.wrapper && lasts(site) && site.wait.state === state);
  }

  /** The ways from functions to a lasting wait in `state`. */
  above(state: WaitState): Reach | undefined {
    return this.#above.get(state);
  }

  /** Calls from a function to its nearest lasting wait; -1 where there is none. */
  nearest(id: FunctionId): number {
    let nearest = -1;
    for (const reach of this.#above.values()) {
      const distance = reach.distance[id] ?? -1;
      if (distance !== -1 && (nearest === -1 || distance < nearest)) nearest = distance;
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
