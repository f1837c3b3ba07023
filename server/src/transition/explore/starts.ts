import { unwatched, type Watcher } from '../engine/events.ts';
import type { Intervention } from '../engine/intervention.ts';
import { pickNext, taker } from '../engine/scheduler.ts';
import { arrive, interruptCpus, settle } from '../engine/settle.ts';
import { startOf } from '../engine/start.ts';
import type { State } from '../engine/state.ts';
import { type Action, canTry, firstOf, type Tries, tryAction } from './actions.ts';
import type { Cell } from './cell.ts';

/** A moment that an exploration begins with, and how it came about from the cell's first moment. */
export interface Start {
  readonly state: State;
  readonly prelude: readonly Action[];
  /** It is complete before the interventions come, which then do not. */
  readonly ended?: boolean;
}

/** Who belongs to other cells counts as switched here: visitors, and the CPU that a roaming task is given. */
function leaveOutOthers(cell: Cell, state: State): void {
  for (const visitor of cell.visitors) state.switchTask(visitor);
  if (cell.cpus.length === 0) state.switchIdle(0);
}

/** The cell's moment before the transition. */
export function startOfCell(cell: Cell): State {
  const state = startOf(cell.model);
  leaveOutOthers(cell, state);
  return state;
}

/** The CPUs go on a little, and nothing else happens. */
const goOn: Action = { id: 'go on', kind: 'work', fair: false, apply: () => undefined };

/** Does what an action does, and lets the CPUs settle. */
export function act(cell: Cell, state: State, action: Action, watch: Watcher): void {
  action.apply(state, watch);
  if (action.instant !== true) settle(cell.model, state, watch);
}

/** Does what interventions do, one after the other. */
export function intervene(
  cell: Cell,
  state: State,
  interventions: readonly Intervention[],
  watch: Watcher,
): void {
  for (const intervention of interventions) {
    intervention.apply(cell.model, state, watch);
    leaveOutOthers(cell, state);
    settle(cell.model, state, watch);
  }
}

/** How many visitors are given every beginning, present or away; further ones begin away. */
const MOST_CHOICES = 4;

/** Some of the loops that come and go are there from the first. */
function arrival(cell: Cell, present: readonly number[]): Action {
  return {
    id: 'there from the first',
    kind: 'work',
    fair: false,
    instant: true,
    apply: (state, watch) => {
      const { model } = cell;
      for (const actor of model.actors)
        if (present.includes(actor.index)) arrive(model, state, actor, 1, watch);
      for (let cpu = 0; cpu < model.cpus; cpu += 1) {
        state.setCurrent(cpu, pickNext(model, state, cpu));
        state.setCurrent(cpu, taker(model, state, cpu)?.index ?? state.current(cpu));
      }
      if (model.profile.startInterruptsCpus) interruptCpus(model, state, watch);
      leaveOutOthers(cell, state);
    },
  };
}

/** Where a loop that may move begins is not given: each selection of them can be there. */
export function arrivals(cell: Cell): readonly Action[] {
  const movers = [...cell.visitors].filter(
    (index) => cell.model.actors[index]?.places.length === 2,
  );
  const choices = movers.slice(0, MOST_CHOICES);
  return Array.from({ length: 1 << choices.length }, (_, mask) =>
    arrival(
      cell,
      choices.filter((_mover, bit) => (mask & (1 << bit)) !== 0),
    ),
  );
}

function startBy(cell: Cell, prelude: readonly Action[]): Start {
  const state = startOfCell(cell);
  for (const action of prelude) act(cell, state, action, unwatched);
  return { state, prelude };
}

function firstTry(cell: Cell, tries: Tries, arrived: Action): readonly Action[] {
  const { state } = startBy(cell, [arrived]);
  const first = firstOf(tries);
  return canTry(cell, first, state) ? [tryAction(cell, first, false, false)] : [];
}

/** The first try comes after the CPUs have gone on a little, as one of the actions, or before. */
export function startsOf(cell: Cell, tries: Tries): readonly Start[] {
  return arrivals(cell).flatMap((arrived) => {
    const first = firstTry(cell, tries, arrived);
    return [
      startBy(cell, [arrived, goOn]),
      startBy(cell, [arrived, ...(first.length > 0 ? first : [goOn])]),
    ];
  });
}

/**
 * The moments after the first try, made before or after the CPUs have gone on a little; without it too
 * where it is not made at once.
 */
export function triedStarts(cell: Cell, tries: Tries): readonly Start[] {
  const untried = tries.atOnce ? [] : startsOf(cell, tries);
  const tried = arrivals(cell).flatMap((arrived) => {
    const first = firstTry(cell, tries, arrived);
    return [
      startBy(cell, [arrived, goOn, ...first]),
      startBy(cell, [arrived, ...(first.length > 0 ? first : [goOn])]),
    ];
  });
  return [...untried, ...tried];
}
