import type { FunctionId } from '../../kernel/model.ts';
import { Commonness } from '../flow/commonness.ts';
import { fileOf, IN_MODULE, isMarked } from '../flow/definitions.ts';
import { type Edge, type Flow, toOf } from '../flow/flow.ts';
import { calledFrom, type Reach } from '../flow/reach.ts';
import type { Sleepable } from '../flow/sleepable.ts';
import type { Wait, WaitState } from '../model.ts';
import { ownBusiness, sideBusiness, waitForest } from './forest.ts';
import type { Homes } from './homes.ts';
import { pointersOf } from './pointers.ts';
import type { WaitSite, Way } from './sites.ts';
import { heldStates } from './state.ts';
import type { Strangers } from './strangers.ts';

/** With more direct and indirect callers than this, a function is common property (see `Commonness`). */
const commonFrom = 600;

/**
 * The same for what can only hold a task up aside from the function's business, as a share of all functions of
 * the tree. What walks paths and loads modules has 0.7 to 1.4 % of them above it, closing files 2 % and more,
 * memory reclaim and locks 7 to 25 % (Linux 5.10, 6.1, 6.12, 7.3). Part of a tree is measured as a whole one.
 */
const sharedFrom = 1 / 64;
const leastOfTree = 500_000;

/** Waits that are alike in what ends them. */
export type WaitClass = `${WaitState}${'' | '+freezable'}`;

/** All classes of lasting waits, the hardest to end first. */
export const waitClasses: readonly WaitClass[] = [
  'stopped',
  'frozen',
  'traced',
  'parked',
  'killable',
  'killable+freezable',
  'uninterruptible+freezable',
  'idle',
  'idle+freezable',
  'interruptible',
  'interruptible+freezable',
];

/** Stops that belong to the way to user mode alone; a traced task is stopped in other places too. */
const exitClasses: ReadonlySet<WaitClass> = new Set<WaitClass>(['stopped', 'frozen']);

/** Where what is waited for is a device, which answers or is given up soon. */
export const device = /^(drivers|sound)\//;

/** What can hold up whoever comes by: not what only threads of its own do. */
const asideClasses = waitClasses.filter(
  (wanted) => !exitClasses.has(wanted) && wanted !== 'parked' && wanted !== 'idle',
);

/** Seconds. */
const shortSleep = 1;

/** No path of a kernel tree has more parts. */
const mostFolders = 32;

/**
 * Whether a wait can last. An uninterruptible one is short by the kernel's own rule, which the
 * hung-task detector enforces (`kernel/hung_task.c`), unless it lets the freezer pass: then its
 * author expected it to last. Waits for locks and devices are short whatever their state.
 */
export function lasts(site: WaitSite): boolean {
  if (site.nature !== 'wait') return false;
  return site.wait.state !== 'uninterruptible' || site.wait.freezable;
}

/**
 * Whether a sleep is over at one of the next tries, which the kernel makes every second; who sleeps so in the
 * loop of a thread is soon asleep there again.
 */
export function isShort({ seconds }: Wait): boolean {
  return seconds !== undefined && seconds <= shortSleep;
}

/** What the text of functions tells of waits. */
export interface WaitTexts {
  /** The wait of a site below a function, with its length where that is known. */
  waitOf(site: WaitSite, own: Way): Wait;
  /** Whether `wait`, which that is, is begun again and again. */
  repeats(site: WaitSite, own: Way, wait: Wait): boolean;
  /** Whether the caller asks not to wait behind a call. */
  refuses(edge: Edge): boolean;
}

/** The lasting waits of a kernel and what stands above them. */
export class LongWaits {
  readonly #sites: ReadonlyMap<FunctionId, readonly WaitSite[]>;
  readonly #above = new Map<WaitClass, Reach>();
  /** For each function a bit for each class that is at or below it. */
  readonly #below: Uint16Array;
  /** From functions to a wait of any class that is aside from their business. */
  readonly aside: Reach;
  readonly homes: Homes;
  readonly strangers: Strangers;

  /**
   * `onExit` admits the functions by which a task is held on its way to user mode, `sleeps` the calls behind
   * which tasks sleep.
   */
  constructor(
    flow: Flow,
    sites: ReadonlyMap<FunctionId, readonly WaitSite[]>,
    onExit: (id: FunctionId) => boolean,
    sleeps: Sleepable,
    { waitOf, repeats, refuses }: WaitTexts,
  ) {
    this.#sites = sites;
    this.#below = new Uint16Array(flow.size);
    const commonness = new Commonness(flow, sleeps, commonFrom);
    const pointers = pointersOf(flow);
    this.homes = pointers.homes;
    this.strangers = pointers.strangers;
    const waitsBehind: Sleepable = (edge) => sleeps(edge) && !refuses(edge);
    const own = { commonness, sleeps: waitsBehind, bounds: ownBusiness, pointers };
    for (const [place, wanted] of waitClasses.entries()) {
      const starts = [...sites.keys()].filter((id) => this.siteOf(id, wanted) !== undefined);
      const admits = exitClasses.has(wanted) ? onExit : undefined;
      const sorted = sortedByPlace(flow, starts);
      const passes = (start: FunctionId, way: Way): boolean => {
        const site = this.siteOf(start, wanted);
        if (site === undefined) return false;
        const wait = waitOf(site, way);
        return isShort(wait) && !repeats(site, way, wait);
      };
      const above = waitForest(flow, sorted, { ...own, admits, passes });
      this.#above.set(wanted, above);
      for (const [id, far] of above.distance.entries()) {
        if (far !== -1) this.#below[id] = (this.#below[id] ?? 0) | (1 << place);
      }
    }
    const starts = [...sites.keys()].filter(
      (id) => this.anySite(id) !== undefined && !device.test(fileOf(flow, id)),
    );
    const shared = new Commonness(flow, sleeps, Math.max(flow.size, leastOfTree) * sharedFrom);
    const side = { commonness: shared, sleeps: waitsBehind, bounds: sideBusiness, pointers };
    this.aside = waitForest(flow, sortedByPlace(flow, starts), side);
  }

  #classOf({ wait }: WaitSite): WaitClass {
    return wait.freezable ? `${wait.state}+freezable` : wait.state;
  }

  /** A lasting wait of a function that can hold a task of any kind, the hardest to end first. */
  anySite(id: FunctionId): WaitSite | undefined {
    for (const wanted of asideClasses) {
      const site = this.siteOf(id, wanted);
      if (site !== undefined) return site;
    }
    return undefined;
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
    if (!this.has(id)) return nearest;
    for (const [wanted, reach] of this.#above) {
      const distance = reach.distance[id] ?? -1;
      if (heldStates.has(wanted as WaitState) || distance === -1) continue;
      if (nearest === -1 || distance < nearest) nearest = distance;
    }
    return nearest;
  }

  /** Whether a lasting wait is at or below a function. */
  has(id: FunctionId): boolean {
    return this.#below[id] !== 0;
  }

  /** All lasting waits that are not in wrappers. */
  *all(): Generator<WaitSite> {
    for (const sites of this.#sites.values()) {
      for (const site of sites) if (!site.wrapper && lasts(site)) yield site;
    }
  }

  /** From the waits that `admits` down their ways, and through the functions that only wrap waiting. */
  wrappersBelow(flow: Flow, admits: (site: WaitSite) => boolean): Reach {
    const waiting = [...this.all()].filter(admits);
    const first = new Set(waiting.map((site) => site.edge));
    const onWays = new Set(waiting.flatMap((site) => site.ways.flat()));
    const waiters = new Set(waiting.map((site) => site.function));
    return calledFrom(flow, waiters, (edge, distance) =>
      distance === 0 ? first.has(edge) : onWays.has(edge) || this.#isWrapper(toOf(flow, edge)),
    );
  }

  #isWrapper(id: FunctionId): boolean {
    return this.#sites.get(id)?.some((site) => site.wrapper && site.nature === 'wait') === true;
  }
}

/**
 * The better example of two first: functions of the kernel's image before those of modules, those of drivers
 * last, and those of the higher folder (`fs/timerfd.c`) before those further down (`fs/notify/fanotify/`).
 */
function sortedByPlace(flow: Flow, ids: readonly FunctionId[]): readonly FunctionId[] {
  const rank = (id: FunctionId): number => {
    const file = fileOf(flow, id);
    const home = (isMarked(flow, id, IN_MODULE) ? 2 : 0) + (file.startsWith('drivers/') ? 1 : 0);
    return home * mostFolders + Math.min(file.split('/').length, mostFolders - 1);
  };
  const ranked = ids.map((id) => [rank(id), id] as const);
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, id]) => id);
}
