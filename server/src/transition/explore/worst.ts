import { tryComplete } from '../engine/attempt.ts';
import { secondsOfTry, signalsDueAt } from '../engine/clock.ts';
import { unwatched } from '../engine/events.ts';
import { type Intervention, triesBefore } from '../engine/intervention.ts';
import { settle } from '../engine/settle.ts';
import { at, type State } from '../engine/state.ts';
import { canTry, displaceIdle, firstOf, happeningsIn, isHeldUp, type Tries } from './actions.ts';
import type { Cell } from './cell.ts';
import { act, arrivals, intervene, startOfCell } from './starts.ts';

/** The most tries that are looked at; a cell that needs more is said to have no bound. */
const MOST_TRIES = 400;

/** The most moments kept between two tries. */
const MOST_MOMENTS = 2_000;

/** A settled state with the try after which each task began its present step. */
interface Moment {
  readonly state: State;
  readonly since: readonly number[];
}

function keyOf(moment: Moment): string {
  return `${moment.state.key()}|${moment.since.join()}`;
}

class WorstCase {
  constructor(
    private readonly cell: Cell,
    private readonly tries: Tries,
    private readonly triesBeforeReversal: number,
  ) {}

  private after(before: Moment, number: number, state: State): Moment {
    settle(this.cell.model, state, unwatched);
    const since = this.cell.model.actors.map((actor) => {
      const begun = before.since[actor.index] ?? 0;
      const { until } = state.place(actor);
      if (until.kind !== 'after' || state.where(actor.index) === at.absent) return 0;
      return before.state.pc(actor.index) === state.pc(actor.index) ? begun : number;
    });
    return { state, since };
  }

  /** What must have happened by itself before the try: timers that ran out, background work. */
  private catchUp(moment: Moment, number: number): Moment {
    let now = moment;
    for (const action of happeningsIn(this.cell, moment.state)) {
      const actor = Number.parseInt(action.id, 10);
      const place = this.cell.model.actors[actor];
      const until = place === undefined ? undefined : now.state.place(place).until;
      const began = secondsOfTry(Math.max(1, now.since[actor] ?? 1));
      const ranOut =
        action.kind === 'timer' &&
        until?.kind === 'after' &&
        secondsOfTry(number) - began >= until.seconds;
      if (!ranOut && action.kind !== 'work') continue;
      const next = now.state.copy();
      action.apply(next, unwatched);
      now = this.after(now, number, next);
    }
    return now;
  }

  private withEvents(moments: ReadonlyMap<string, Moment>, number: number): Map<string, Moment> {
    const all = new Map(moments);
    for (const moment of all.values()) {
      if (all.size > MOST_MOMENTS) break;
      for (const action of happeningsIn(this.cell, moment.state)) {
        if (action.kind !== 'event') continue;
        const next = moment.state.copy();
        action.apply(next, unwatched);
        const then = this.after(moment, number, next);
        all.set(keyOf(then), then);
      }
    }
    return all;
  }

  /** Makes a try in every moment; gives those that are still open after it (with `keepsAll`, all). */
  private tryAll(moments: Iterable<Moment>, number: number, keepsAll = false): Map<string, Moment> {
    const open = new Map<string, Moment>();
    const { model } = this.cell;
    const tries = number === 1 ? firstOf(this.tries) : this.tries;
    const attempt = {
      cpu: tries.cpu,
      signals: signalsDueAt(model.profile, number - this.triesBeforeReversal),
      isOff: () => false,
    };
    for (const moment of moments) {
      const next = moment.state.copy();
      if (canTry(this.cell, tries, next)) {
        const refused = tryComplete(model, next, attempt, unwatched);
        const done = refused.length === 0 && !isHeldUp(this.cell, next);
        if (done && !keepsAll) continue;
        displaceIdle(this.cell, tries, next, unwatched);
      }
      const then = this.after(moment, number, next);
      open.set(keyOf(then), then);
    }
    return open;
  }

  run(interventions: readonly Intervention[]): number | undefined {
    const first = arrivals(this.cell).map((arrived): Moment => {
      const state = startOfCell(this.cell);
      act(this.cell, state, arrived, unwatched);
      return { state, since: this.cell.model.actors.map(() => 1) };
    });
    // What is complete is turned round with the rest: another cell can have kept the transition open.
    const isReversed = interventions.some(({ reverses }) => reverses === true);
    let open = this.tryAll(first, 1, isReversed);
    if (open.size === 0) return 1;
    if (interventions.length > 0) {
      const next = new Map<string, Moment>();
      for (const moment of this.withEvents(open, 1).values()) {
        const state = moment.state.copy();
        intervene(this.cell, state, interventions, unwatched);
        const then = this.after(moment, 1, state);
        next.set(keyOf(then), then);
      }
      open = next;
    }
    for (let number = 2; number <= MOST_TRIES; number += 1) {
      const before = [...this.withEvents(open, number).values()];
      if (before.length > MOST_MOMENTS) return undefined;
      open = this.tryAll(
        before.map((moment) => this.catchUp(moment, number)),
        number,
      );
      if (open.size === 0) return number;
    }
    return undefined;
  }
}

/**
 * The number of the try that completes a cell at the latest, whatever events come between the tries;
 * `undefined` when there is no such number (or it is beyond {@link MOST_TRIES}).
 */
export function worstTries(
  cell: Cell,
  tries: Tries,
  interventions: readonly Intervention[],
): number | undefined {
  return new WorstCase(cell, tries, triesBefore(interventions)).run(interventions);
}
