import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import {
  fileOf,
  IN_HEADER,
  INLINE,
  isMarked,
  nameOf,
  SCHEDULES,
  STATIC,
} from '../flow/definitions.ts';
import {
  ARGUMENT,
  CALL,
  type Edge,
  edgesFrom,
  edgesTo,
  type Flow,
  fromOf,
  toOf,
} from '../flow/flow.ts';
import type { Wait } from '../model.ts';
import { StateReader } from './resolve.ts';
import { heldStates, type TaskState } from './state.ts';

/** What is waited for, as far as the code on the way to `schedule()` tells. */
export type WaitNature = 'wait' | 'lock' | 'device';

/** Calls that follow each other down to `schedule()`. */
export type Way = readonly Edge[];

/** A function that waits in a known state, and the call by which it does so. */
export interface WaitSite {
  readonly function: FunctionId;
  readonly edge: Edge;
  /** From that call and others by which it waits alike, a few at most. */
  readonly ways: readonly Way[];
  readonly wait: Wait;
  readonly nature: WaitNature;
  /** The function only wraps a wait (`__sched`, a static inline of a header); its callers wait too. */
  readonly wrapper: boolean;
}

/** What a function that waits leaves to its caller: the state where it is `undefined`. */
interface Primitive {
  readonly state: TaskState | undefined;
  readonly timed: boolean;
  /** The freezer does not wait for who waits there, and leaves him in it. */
  readonly uncounted: boolean;
  readonly nature: WaitNature;
  /** Functions in a row that went to sleep in a state which they do not set. */
  readonly stateless: number;
  /** From its call down. */
  readonly way: Way;
}

/** Static functions in a row; what everybody can call is left with its own callers. */
const mostStateless = 2;

const frozen: TaskState = { state: 'frozen', freezable: false };

const mostPerFunction = 6;

/** A tool for waiting calls at most this many functions and is called from at least so many files. */
const toolCallees = 8;
const toolUsers = 6;

/** Finds every place where a task waits, from `schedule()` up through its wrappers. */
export class WaitFinder {
  readonly #flow: Flow;
  readonly #anchors: Anchors;
  readonly #states: StateReader;
  readonly #sites = new Map<FunctionId, WaitSite[]>();
  readonly #primitives = new Map<FunctionId, Primitive[]>();
  readonly #queue: { readonly function: FunctionId; readonly primitive: Primitive }[] = [];
  readonly #timers: ReadonlySet<FunctionId>;
  readonly #uncounted: ReadonlySet<FunctionId>;

  /** `sleeps`: whether calls lead from a function to where a task waits. */
  constructor(flow: Flow, anchors: Anchors, sleeps: (id: FunctionId) => boolean) {
    this.#flow = flow;
    this.#anchors = anchors;
    this.#states = new StateReader(flow, sleeps);
    const named = (...names: readonly string[]): ReadonlySet<FunctionId> =>
      new Set(names.flatMap((name) => flow.graph.definitions(name).map((it) => it.id)));
    this.#timers = named(...anchors.timers);
    this.#uncounted = named(anchors.uncounted);
  }

  /** All sites, by function. */
  find(): ReadonlyMap<FunctionId, readonly WaitSite[]> {
    const { sleep, sleepAlike } = this.#anchors;
    const names = [sleep, ...sleepAlike];
    for (const { id } of names.flatMap((name) => this.#flow.graph.definitions(name))) {
      const way: Way = [];
      this.#add(id, {
        state: undefined,
        timed: false,
        uncounted: false,
        nature: 'wait',
        stateless: 0,
        way,
      });
    }
    for (let at = 0; at < this.#queue.length; at += 1) {
      const item = this.#queue[at];
      if (item !== undefined) this.#lift(item.function, item.primitive);
    }
    return this.#sites;
  }

  #add(id: FunctionId, primitive: Primitive): void {
    const known = this.#primitives.get(id) ?? [];
    const same = known.some(
      (other) =>
        other.state?.state === primitive.state?.state &&
        other.state?.freezable === primitive.state?.freezable &&
        other.timed === primitive.timed &&
        other.uncounted === primitive.uncounted &&
        other.nature === primitive.nature,
    );
    if (same || known.length >= mostPerFunction) return;
    known.push(primitive);
    this.#primitives.set(id, known);
    this.#queue.push({ function: id, primitive });
  }

  #lift(id: FunctionId, primitive: Primitive): void {
    const handedOver = isMarked(this.#flow, id, SCHEDULES);
    for (const edge of edgesTo(this.#flow, id)) {
      const how = this.#flow.how[edge];
      if (how !== CALL && !(how === ARGUMENT && handedOver)) continue;
      const caller = fromOf(this.#flow, edge);
      if (caller !== id) this.#call(caller, edge, primitive);
    }
  }

  #call(id: FunctionId, edge: Edge, below: Primitive): void {
    const nature = this.#nature(id, below.nature);
    const endless = this.#states.endless(this.#flow, edge);
    const timed = !endless && (below.timed || this.#calls(id, this.#timers));
    const uncounted = below.uncounted || this.#calls(id, this.#uncounted);
    const wrapper = this.#wraps(id);
    const states = this.#statesAt(edge, below);
    const way = [edge, ...below.way];
    if (states.length === 0) {
      if (wrapper || this.#states.takesState(nameOf(this.#flow, id))) {
        this.#add(id, { state: undefined, timed, uncounted, nature, stateless: 0, way });
      } else if (this.#passesOn(below) && this.#isCalled(id)) {
        const stateless = below.stateless + 1;
        this.#add(id, { state: undefined, timed, uncounted, nature, stateless, way });
      }
      return;
    }
    for (const state of states) {
      const isHeld = heldStates.has(state.state);
      const bound = isHeld ? 'forever' : timed ? 'timeout' : 'event';
      const freezable = state.freezable || (uncounted && !isHeld);
      const wait = { state: state.state, bound, freezable } as const;
      this.#site({ function: id, edge, ways: [way], wait, nature, wrapper });
      // Those that were entered in the state of their caller wait by its leave.
      for (let at = 1; at <= below.stateless; at += 1) {
        const own = way.slice(at);
        const [first = edge] = own;
        const waiter = fromOf(this.#flow, first);
        this.#site({ function: waiter, edge: first, ways: [own], wait, nature, wrapper: true });
      }
      if (wrapper) this.#add(id, { state, timed, uncounted, nature, stateless: 0, way });
    }
  }

  #statesAt(edge: Edge, below: Primitive): readonly TaskState[] {
    if (this.#isRefrigerator(fromOf(this.#flow, edge))) return [frozen];
    const known = below.state ?? this.#states.at(this.#flow, edge, below.stateless > 0);
    return known === undefined ? this.#states.ofHelpers(this.#flow, edge) : [known];
  }

  /** Whether who called what goes to sleep in its caller's state may do so too. */
  #passesOn({ stateless, way: [edge = -1] }: Primitive): boolean {
    if (stateless === 0) return true;
    return stateless < mostStateless && isMarked(this.#flow, fromOf(this.#flow, edge), STATIC);
  }

  #isRefrigerator(id: FunctionId): boolean {
    return nameOf(this.#flow, id) === this.#anchors.refrigerator;
  }

  #isCalled(id: FunctionId): boolean {
    for (const edge of edgesTo(this.#flow, id)) if (this.#flow.how[edge] === CALL) return true;
    return false;
  }

  #site(site: WaitSite): void {
    const sites = this.#sites.get(site.function) ?? [];
    const same = sites.findIndex(
      (other) =>
        other.wait.state === site.wait.state &&
        other.wait.freezable === site.wait.freezable &&
        other.wait.bound === site.wait.bound &&
        other.nature === site.nature,
    );
    const known = sites[same];
    if (known !== undefined && known.ways.length < mostPerFunction) {
      sites[same] = { ...known, ways: [...known.ways, ...site.ways] };
    } else if (known === undefined && sites.length < mostPerFunction) {
      sites.push(site);
    }
    this.#sites.set(site.function, sites);
  }

  #nature(id: FunctionId, below: WaitNature): WaitNature {
    const name = nameOf(this.#flow, id);
    if (this.#anchors.userLocks.includes(name)) return 'wait';
    if (this.#isOfLocks(id)) return 'lock';
    return this.#anchors.deviceWaits.includes(name) ? 'device' : below;
  }

  #isOfLocks(id: FunctionId): boolean {
    return fileOf(this.#flow, id).startsWith(this.#anchors.lockDirectory);
  }

  #wraps(id: FunctionId): boolean {
    return (
      (isMarked(this.#flow, id, SCHEDULES) && this.#isCalled(id)) ||
      isMarked(this.#flow, id, IN_HEADER | INLINE) ||
      this.#isOfLocks(id) ||
      this.#isTool(id)
    );
  }

  /** A small function that many files call is a tool for waiting (`wait_woken`, `msleep_interruptible`). */
  #isTool(id: FunctionId): boolean {
    const callees = new Set([...edgesFrom(this.#flow, id)].map((edge) => toOf(this.#flow, edge)));
    if (callees.size > toolCallees) return false;
    const files = new Set<number>();
    for (const edge of edgesTo(this.#flow, id)) {
      if (this.#flow.how[edge] !== CALL) continue;
      files.add(this.#flow.fileOf[fromOf(this.#flow, edge)] ?? 0);
      if (files.size >= toolUsers) return true;
    }
    return false;
  }

  #calls(id: FunctionId, callees: ReadonlySet<FunctionId>): boolean {
    for (const edge of edgesFrom(this.#flow, id))
      if (callees.has(toOf(this.#flow, edge))) return true;
    return false;
  }
}
