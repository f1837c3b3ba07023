import { unwatched } from './events.ts';
import type { Actor, Model } from './program.ts';
import { isBusy, pickNext } from './scheduler.ts';
import { arrive } from './settle.ts';
import { at, State } from './state.ts';

function emptiestCpu(model: Model, state: State, actor: Actor): number {
  const load = actor.cpus.map(
    (cpu) =>
      model.actors.filter(
        (other) => state.where(other.index) === at.running && state.cpu(other.index) === cpu,
      ).length,
  );
  const least = Math.min(...load);
  return actor.cpus[load.indexOf(least)] ?? 0;
}

/**
 * The moment before the transition begins: every task at its first step, busy ones spread over the CPUs
 * that they may use (pinned ones first), nobody switched.
 */
export function startOf(model: Model): State {
  const state = State.empty(model);
  const pinnedFirst = [...model.actors].sort((a, b) => a.cpus.length - b.cpus.length);
  for (const actor of pinnedFirst) {
    if (!actor.born) continue;
    const [first] = actor.places;
    const cpu = first !== undefined && isBusy(first) ? emptiestCpu(model, state, actor) : 0;
    state.setCpu(actor.index, actor.cpus.includes(cpu) ? cpu : (actor.cpus[0] ?? 0));
    arrive(model, state, actor, 0, unwatched);
  }
  for (const actor of model.actors) state.setSwitched(actor.index, false);
  for (let cpu = 0; cpu < model.cpus; cpu += 1) state.setCurrent(cpu, pickNext(model, state, cpu));
  return state;
}
