import type { Task } from '../../machine/model.ts';
import type { Watcher } from '../engine/events.ts';
import { type Actor, idleTask, type Model } from '../engine/program.ts';
import { isBusy, servesFairTasks } from '../engine/scheduler.ts';
import { arrive, idleReturns, proceed, settle } from '../engine/settle.ts';
import { at, type State } from '../engine/state.ts';
import type { Scenario } from '../model.ts';

/** Whether a task of the machine computes in user mode or in a guest. */
export function isHog(task: Task): boolean {
  return task.kind === 'user' && task.program.some((step) => step.do.startsWith('run-'));
}

/** Whether the machine has a hog. */
export function hasHog(scenario: Scenario): boolean {
  return scenario.machine.tasks.some(isHog);
}

/** Whether the machine has a user task that sleeps. */
export function hasSleeper(scenario: Scenario): boolean {
  return scenario.machine.tasks.some(
    (task) => task.kind !== 'kthread' && task.program.some((step) => step.do === 'sleep'),
  );
}

/** The hogs that have or want a CPU now. */
export function hogsIn(model: Model, state: State): readonly Actor[] {
  return model.actors.filter(
    (actor) =>
      actor.kind === 'user' &&
      state.where(actor.index) === at.running &&
      isBusy(state.place(actor)),
  );
}

/**
 * Whether a pause of some milliseconds brings the idle task nothing: beside a real-time hog it can go to
 * the ordinary tasks that the hog has kept waiting, which a profile's `pauseReachesIdle` tells.
 */
export function wastesPause(model: Model, hog: Actor): boolean {
  return hog.rank === 1 && (!model.profile.pauseReachesIdle || model.unlimited);
}

/** User tasks asleep that are not switched. */
export function sleepersIn(model: Model, state: State): readonly Actor[] {
  return model.actors.filter(
    (actor) =>
      actor.kind !== 'kthread' &&
      state.where(actor.index) === at.asleep &&
      !state.switched(actor.index),
  );
}

/** A sleeper has to run to stop or to exit: its CPU, if idle, is idle again afterwards. */
function runsForThis(model: Model, state: State, actor: Actor, watch: Watcher): void {
  const cpu = state.cpu(actor.index);
  const asleep = state.where(actor.index) === at.asleep;
  if (asleep && state.current(cpu) < 0) idleReturns(model, state, cpu, watch);
}

/** A task leaves the kernel or the CPU by a signal and stops on its way to user mode. */
export function stop(model: Model, state: State, actor: Actor, watch: Watcher): void {
  runsForThis(model, state, actor, watch);
  state.switchTask(actor.index);
  state.setWhere(actor.index, at.stopped);
  const text = `${actor.name} stops on its way to user mode`;
  const cpu = state.cpu(actor.index);
  watch({ cpu, task: actor.name, what: 'sleep', text, by: 'do_signal_stop' });
}

/** A task that was stopped goes on where it was. */
export function resume(model: Model, state: State, actor: Actor, watch: Watcher): void {
  arrive(model, state, actor, state.pc(actor.index), watch);
}

/** A task ends; those that wait for its exit do so no longer. */
export function end(model: Model, state: State, actor: Actor, watch: Watcher): void {
  runsForThis(model, state, actor, watch);
  state.switchTask(actor.index);
  state.setWhere(actor.index, at.absent);
  const text = `${actor.name} exits`;
  const cpu = state.cpu(actor.index);
  watch({ cpu, task: actor.name, what: 'sleep', text, by: 'do_exit' });
  for (const other of model.actors) {
    const { until } = state.place(other);
    const waits = until.kind === 'exit' && until.of === actor.name;
    if (waits && state.where(other.index) === at.asleep) state.setWhere(other.index, at.woken);
  }
}

/** Whether a signal that is not fatal brings a sleeping task out of its wait. */
export function hearsSignals(state: State, actor: Actor): boolean {
  return state.place(actor).state === 'interruptible';
}

/** Whether SIGKILL does. */
export function canBeKilled(state: State, actor: Actor): boolean {
  const { state: sleep } = state.place(actor);
  return sleep !== 'uninterruptible' && sleep !== 'idle' && sleep !== 'frozen';
}

/** The tasks that are frozen and not switched: by suspend or cgroups of version 1, or by those of version 2. */
export function frozenIn(model: Model, state: State, by: 'suspend or v1' | 'v2'): readonly Actor[] {
  return model.actors.filter((actor) => {
    if (state.switched(actor.index)) return false;
    const where = state.where(actor.index);
    if (where === at.frozen) return by !== 'v2';
    const held = by === 'v2' ? 'trapped' : 'frozen';
    return where === at.asleep && state.place(actor).state === held;
  });
}

/** A frozen task goes on: with the wait that it was frozen in, or to where it was on its way to. */
export function thaw(model: Model, state: State, actor: Actor, watch: Watcher): void {
  const isInWait = state.where(actor.index) === at.frozen;
  const how = isInWait ? 'goes on with its wait' : 'goes on';
  const cpu = state.cpu(actor.index);
  watch({
    cpu,
    task: actor.name,
    what: 'wake',
    text: `${actor.name} is thawed and ${how}`,
    by: '__thaw_task',
  });
  if (isInWait) {
    state.setWhere(actor.index, at.asleep);
    return;
  }
  runsForThis(model, state, actor, watch);
  proceed(model, state, actor, watch);
}

/** Something ordinary runs for a moment on every CPU that lets it; idle CPUs then idle again. */
export function runOnEveryCpu(model: Model, state: State, watch: Watcher): void {
  for (let cpu = 0; cpu < model.cpus; cpu += 1)
    if (state.current(cpu) < 0 && servesFairTasks(model, state, cpu))
      idleReturns(model, state, cpu, watch);
}

/** Takes the hogs off their CPUs for a moment, without stopping them. */
export function takeHogsAway(model: Model, state: State, watch: Watcher): void {
  const hogs = hogsIn(model, state);
  for (const hog of hogs) state.setWhere(hog.index, at.absent);
  settle(model, state, watch);
  for (const hog of hogs) state.setWhere(hog.index, at.running);
}

/** Switches the idle tasks of the CPUs that are taken offline: all but CPU 0. */
export function offlineCpus(model: Model, state: State, watch: Watcher): void {
  for (let cpu = 0; cpu < model.cpus; cpu += 1) {
    const number = model.cpuNumbers[cpu] ?? cpu;
    if (number === 0 || state.idleSwitched(cpu)) continue;
    state.switchIdle(cpu);
    const text = `${idleTask(model, cpu)} is switched: its CPU is offline`;
    watch({
      cpu,
      task: idleTask(model, cpu),
      what: 'switched',
      text,
      by: 'klp_update_patch_state',
    });
  }
}
