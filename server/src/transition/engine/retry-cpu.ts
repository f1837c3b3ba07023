import type { Actor, Model } from './program.ts';
import { isBusy } from './scheduler.ts';
import { startOf } from './start.ts';
import type { State } from './state.ts';

/** A loop that is there from the first, stays where it is and never ends. */
function isSteady({ born, cpus, places: [first, ...others] }: Actor): boolean {
  return born && cpus.length === 1 && others.length === 0 && first?.until.kind === 'never';
}

/**
 * Whether the retry's timer is left to CPUs that do not idle (`retryLeavesIdleCpus` of the profile). Where
 * loops come, go or move, the retry is taken to stay where it is, which frees nobody that it would not.
 */
function moves(model: Model): boolean {
  if (!model.profile.retryLeavesIdleCpus || model.tickless.includes(true)) return false;
  return model.actors.every((actor) => !actor.places.some(isBusy) || isSteady(actor));
}

function busyCpus(model: Model, state: State): readonly number[] {
  return model.cpuNumbers.map((_, cpu) => cpu).filter((cpu) => state.current(cpu) >= 0);
}

/** The CPU on which the retry comes that was last made on `cpu`: the same, or the first that does not idle. */
export function nextRetryCpu(model: Model, state: State, cpu: number): number {
  if (state.current(cpu) >= 0 || !moves(model)) return cpu;
  return busyCpus(model, state)[0] ?? cpu;
}

/**
 * The CPUs that the retry can come to be made on when the transition is started on `cpu`: which of several
 * that do not idle expires the timers of one that does is not given.
 */
export function retryCpusFrom(model: Model, cpu: number): readonly number[] {
  const state = startOf(model);
  if (state.current(cpu) >= 0 || !moves(model)) return [cpu];
  const busy = busyCpus(model, state);
  return busy.length === 0 ? [cpu] : busy;
}
