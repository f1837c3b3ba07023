import type { Blocker } from '../model.ts';
import type { Watcher } from './events.ts';
import { type Actor, idleTask, type Model } from './program.ts';
import { getsTime, servesFairTasks } from './scheduler.ts';
import { foundOn, idleReturns, passesToUserMode } from './settle.ts';
import { look } from './sight.ts';
import { at, type State } from './state.ts';

/** The circumstances of one try. */
export interface Attempt {
  /** The CPU that does it: whoever had it is off the CPU meanwhile. */
  readonly cpu: number;
  /** Whether fake signals are due after it, should it fail. */
  readonly signals: boolean;
  /** Whether a loop that shares its CPU is off it at this moment. */
  isOff(actor: Actor): boolean;
}

type Refusal = Pick<Blocker, 'reason' | 'function'>;

const running: Refusal = { reason: 'is running', function: undefined };
const unreliable: Refusal = { reason: 'has an unreliable stack', function: undefined };
const noSafePoint: Refusal = { reason: 'has not passed a safe point', function: undefined };

function sleepingOn(name: string): Refusal {
  return { reason: 'is sleeping on function', function: name };
}

function refusalOf(
  model: Model,
  hit: string | undefined,
  isUnreliable: boolean,
): Refusal | undefined {
  if (model.profile.consistency === 'safe-points') return noSafePoint;
  if (!model.profile.reliableStacks || isUnreliable) return unreliable;
  return hit === undefined ? undefined : sleepingOn(hit);
}

/** Why a task cannot be switched by a try now; `undefined` when it can (`klp_try_switch_task()`). */
export function refusalOfTask(
  model: Model,
  state: State,
  actor: Actor,
  attempt: Attempt,
): Refusal | undefined {
  const cpu = state.cpu(actor.index);
  const onCpu = state.where(actor.index) === at.running && state.current(cpu) === actor.index;
  if (onCpu && cpu !== attempt.cpu && !attempt.isOff(actor)) {
    return model.profile.consistency === 'safe-points' ? noSafePoint : running;
  }
  return refusalOf(model, foundOn(model, state, actor), actor.unreliable);
}

/** The same for the idle task of a CPU. */
export function refusalOfIdle(
  model: Model,
  state: State,
  cpu: number,
  attempt: Attempt,
): Refusal | undefined {
  if (model.profile.consistency === 'safe-points') return noSafePoint;
  if (!model.profile.reliableStacks) return unreliable;
  if (state.current(cpu) < 0 && cpu !== attempt.cpu) return running;
  const below = model.reonlined[cpu] === true ? model.idleBelowAnew : model.idleBelow;
  const hit =
    look(model.idleLoop, state.reversed, state.idleLoopedAfter(cpu)) ??
    look(below, state.reversed, false);
  return refusalOf(model, hit, false);
}

/** How the kernel's debug messages say it. */
export function say({ task, reason, function: name }: Blocker): string {
  return name === undefined ? `${task} ${reason}` : `${task} ${reason} ${name}`;
}

function kickIdleCpus(model: Model, state: State, watch: Watcher): void {
  for (let cpu = 0; cpu < model.cpus; cpu += 1) {
    if (state.current(cpu) >= 0 || state.idleSwitched(cpu)) continue;
    watch({
      cpu,
      task: idleTask(model, cpu),
      what: 'kick',
      text: `the idle CPU ${model.cpuNumbers[cpu] ?? cpu} is kicked`,
      by: 'wake_up_if_idle',
    });
    idleReturns(model, state, cpu, watch);
  }
}

function signalTask(model: Model, state: State, actor: Actor, watch: Watcher): void {
  const cpu = state.cpu(actor.index);
  const say = (text: string, by: string): void =>
    watch({ cpu, task: actor.name, what: 'signal', text: `${actor.name} ${text}`, by });
  const user = actor.kind !== 'kthread';
  const place = state.place(actor);
  const hears = place.state === 'interruptible' && !place.deaf;
  if (state.where(actor.index) === at.asleep && hears) {
    state.setWhere(actor.index, at.signalled);
    if (user) say('gets a fake signal', 'set_notify_signal');
    else say('is woken', 'wake_up_state');
  } else if (actor.kind === 'user' && state.where(actor.index) === at.running) {
    say('gets a fake signal', 'kick_process');
    const leaves =
      place.kind === 'user' || (place.kind === 'guest' && model.profile.guestLeavesOnSignal);
    if (leaves && getsTime(model, state, actor)) passesToUserMode(state, actor, watch);
  }
}

/** One round of fake signals to every task that is not switched (`klp_send_signals()`). */
export function sendSignals(model: Model, state: State, watch: Watcher): void {
  for (const actor of model.actors)
    if (!state.switched(actor.index) && state.where(actor.index) !== at.absent)
      signalTask(model, state, actor, watch);
}

function switchByTry(name: string, cpu: number | undefined, watch: Watcher): void {
  watch({
    cpu,
    task: name,
    what: 'switched',
    text: `${name} is switched: off the CPU, none of the functions on its stack`,
    by: 'klp_try_switch_task',
  });
}

/**
 * One `klp_try_complete_transition()`: checks every task, and when some refuse, kicks idle CPUs and
 * sends signals as the profile has it. Gives those that refused; none means that all are switched.
 */
export function tryComplete(
  model: Model,
  state: State,
  attempt: Attempt,
  watch: Watcher,
): readonly Blocker[] {
  const refused: Blocker[] = [];
  for (const actor of model.actors) {
    if (state.switched(actor.index) || state.where(actor.index) === at.absent) continue;
    const refusal = refusalOfTask(model, state, actor, attempt);
    if (refusal !== undefined) refused.push({ task: actor.name, ...refusal });
    else {
      state.switchTask(actor.index);
      switchByTry(actor.name, state.cpu(actor.index), watch);
    }
  }
  for (let cpu = 0; cpu < model.cpus; cpu += 1) {
    if (state.idleSwitched(cpu)) continue;
    const refusal = refusalOfIdle(model, state, cpu, attempt);
    if (refusal !== undefined) refused.push({ task: idleTask(model, cpu), ...refusal });
    else {
      state.switchIdle(cpu);
      switchByTry(idleTask(model, cpu), cpu, watch);
    }
  }
  for (const blocker of refused)
    watch({
      cpu: undefined,
      task: blocker.task,
      what: 'refused',
      text: say(blocker),
      by: 'klp_try_switch_task',
    });
  if (refused.length > 0) {
    if (model.profile.kicksIdleCpus) kickIdleCpus(model, state, watch);
    if (attempt.signals) sendSignals(model, state, watch);
  }
  return refused;
}

/**
 * What keeps a transition from its end although all tasks are switched: a kworker must run on every
 * CPU (`klp_synchronize_transition()`), and taking handlers away may wait for RCU tasks.
 */
export function completionBlockers(model: Model, state: State): readonly Blocker[] {
  const blockers: Blocker[] = [];
  for (let cpu = 0; cpu < model.cpus; cpu += 1)
    if (!servesFairTasks(model, state, cpu))
      blockers.push({
        task: `kworker/${model.cpuNumbers[cpu] ?? cpu}`,
        reason: 'is waiting for the CPU',
        function: undefined,
      });
  if (model.profile.unpatchWaitsForRcuTasks && model.bodies.removesHandlers(state.reversed)) {
    for (const actor of model.actors)
      if (state.where(actor.index) === at.running && state.place(actor).kind === 'kernel')
        blockers.push({
          task: actor.name,
          reason: 'never leaves the CPU of its own will',
          function: undefined,
        });
  }
  return blockers;
}
