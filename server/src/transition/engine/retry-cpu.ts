import type { Model } from './program.ts';
import { isBusy } from './scheduler.ts';
import { startOf } from './start.ts';
import type { State } from './state.ts';

/** Whether the retry's timer is left to CPUs that do not idle (`retryLeavesIdleCpus` of the profile). */
function moves(model: Model): boolean {
  return model.profile.retryLeavesIdleCpus && !model.tickless.includes(true);
}

/** The CPU on which the retry comes that was last made on `cpu`: the same, or the first that does not idle. */
export function nextRetryCpu(model: Model, state: State, cpu: number): number {
  if (!moves(model) || state.current(cpu) >= 0) return cpu;
  for (let other = 0; other < model.cpus; other += 1) if (state.current(other) >= 0) return other;
  return cpu;
}

/**
 * The CPUs that the retry can come to be made on when the transition is started on `cpu`. Which of several
 * busy CPUs expires the timers of an idle one is not given, and a loop that comes, goes or moves is not
 * always there to do it.
 */
export function retryCpusFrom(model: Model, cpu: number): readonly number[] {
  const state = startOf(model);
  if (!moves(model) || state.current(cpu) >= 0) return [cpu];
  const loops = model.actors.filter((actor) => actor.places.some(isBusy));
  const steady = loops.filter(
    ({ cpus, born, places: [first, ...rest] }) =>
      born && cpus.length === 1 && rest.length === 0 && first?.until.kind === 'never',
  );
  const busy = new Set(loops.flatMap(({ cpus }) => cpus));
  if (busy.size === 0) return [cpu];
  if (steady.length === 0) busy.add(cpu);
  return [...busy].sort((a, b) => a - b);
}
