import { unwatched } from './events.ts';
import type { Actor, Model } from './program.ts';
import { isBusy, pickNext, servesFairTasks, taker } from './scheduler.ts';
import { arrive } from './settle.ts';
import { at, State } from './state.ts';

function emptiestCpu(state: State, actor: Actor): number {
  const load = actor.cpus.map((cpu) => state.waiting(cpu).length);
  return actor.cpus[load.indexOf(Math.min(...load))] ?? 0;
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
    const cpu = first !== undefined && isBusy(first) ? emptiestCpu(state, actor) : 0;
    state.setCpu(actor.index, actor.cpus.includes(cpu) ? cpu : (actor.cpus[0] ?? 0));
    arrive(model, state, actor, 0, unwatched);
    if (state.place(actor).frozen) state.setWhere(actor.index, at.frozen);
  }
  const { immediate, profile } = model.scenario;
  const atOnce = immediate === true && profile.immediateFlag;
  for (const actor of model.actors) state.setSwitched(actor.index, atOnce);
  for (let cpu = 0; cpu < model.cpus; cpu += 1) {
    state.setCurrent(cpu, pickNext(model, state, cpu));
    // A loop that gives its CPU to nobody has had it since long before.
    state.setCurrent(cpu, taker(model, state, cpu)?.index ?? state.current(cpu));
    if (atOnce) state.switchIdle(cpu);
  }
  return state;
}

/** The CPU on which a transition is started when nothing else is said: the first that idles, else one that serves. */
export function quietestCpu(model: Model, state: State): number {
  const cpus = Array.from({ length: model.cpus }, (_, cpu) => cpu);
  const idle = cpus.find((cpu) => state.current(cpu) < 0);
  return idle ?? cpus.find((cpu) => servesFairTasks(model, state, cpu)) ?? 0;
}
