import { unwatched, type Watcher } from '../engine/events.ts';
import type { Intervention } from '../engine/intervention.ts';
import { settle } from '../engine/settle.ts';
import { startOf } from '../engine/start.ts';
import type { State } from '../engine/state.ts';
import { type Action, canTry, type Tries, tryAction } from './actions.ts';
import type { Cell } from './cell.ts';

/** A moment that an exploration begins with, and how it came about from the cell's first moment. */
export interface Start {
  readonly state: State;
  readonly prelude: readonly Action[];
}

/** The cell's moment before the transition. */
export function startOfCell(cell: Cell): State {
  const state = startOf(cell.model);
  for (const visitor of cell.visitors) state.switchTask(visitor);
  if (cell.cpus.length === 0) state.switchIdle(0);
  return state;
}

/** The CPUs go on a little, and nothing else happens. */
const goOn: Action = { id: 'go on', kind: 'work', fair: false, apply: () => undefined };

/** Does what an action does, and lets the CPUs settle. */
export function act(cell: Cell, state: State, action: Action, watch: Watcher): void {
  action.apply(state, watch);
  settle(cell.model, state, watch);
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
    settle(cell.model, state, watch);
  }
}

function startBy(cell: Cell, prelude: readonly Action[]): Start {
  const state = startOfCell(cell);
  for (const action of prelude) act(cell, state, action, unwatched);
  return { state, prelude };
}

function firstTry(cell: Cell, tries: Tries): readonly Action[] {
  const early = startOfCell(cell);
  return canTry(cell, tries, early) ? [tryAction(cell, tries, false, false)] : [];
}

/** The first try comes after the CPUs have gone on a little, as one of the actions, or before. */
export function startsOf(cell: Cell, tries: Tries): readonly Start[] {
  const first = firstTry(cell, tries);
  return [startBy(cell, [goOn]), startBy(cell, first.length > 0 ? first : [goOn])];
}

/** The moments after the first try, made before or after the CPUs have gone on a little. */
export function triedStarts(cell: Cell, tries: Tries): readonly Start[] {
  const first = firstTry(cell, tries);
  return [startBy(cell, [goOn, ...first]), startBy(cell, first.length > 0 ? first : [goOn])];
}
