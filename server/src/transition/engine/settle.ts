import type { Watcher } from './events.ts';
import { type Actor, idleTask, type Model } from './program.ts';
import {
  getsTime,
  idleGetsTime,
  isBusy,
  loops,
  pickNext,
  preemptible,
  taker,
  waiting,
} from './scheduler.ts';
import { look } from './sight.ts';
import { at, type State } from './state.ts';

function switchIdle(model: Model, state: State, cpu: number, why: string, watch: Watcher): void {
  if (state.idleSwitched(cpu)) return;
  state.switchIdle(cpu);
  const task = idleTask(model, cpu);
  const text = `${task} switches itself: ${why}`;
  watch({ cpu, task, what: 'switched', text, by: model.profile.idleSwitchesIn });
}

/** The idle task was off the CPU, or was kicked, and comes back through `schedule_idle()`. */
export function idleReturns(model: Model, state: State, cpu: number, watch: Watcher): void {
  switchIdle(model, state, cpu, 'it came back to its loop', watch);
  if (model.tracksBodies) state.loopIdle(cpu);
}

function switchItself(state: State, actor: Actor, by: string, text: string, watch: Watcher): void {
  if (state.switched(actor.index)) return;
  state.switchTask(actor.index);
  const cpu = state.cpu(actor.index);
  watch({ cpu, task: actor.name, what: 'switched', text: `${actor.name} ${text}`, by });
}

/** A user task passes from the kernel to user mode. */
export function passesToUserMode(state: State, actor: Actor, watch: Watcher): void {
  switchItself(
    state,
    actor,
    'exit_to_user_mode_loop',
    'switches itself on its way to user mode',
    watch,
  );
}

/** Something interrupts every CPU: who computes in user mode passes into it again. */
export function interruptCpus(model: Model, state: State, watch: Watcher): void {
  for (const actor of model.actors) {
    const onCpu = state.current(state.cpu(actor.index)) === actor.index;
    if (onCpu && state.place(actor).kind === 'user') passesToUserMode(state, actor, watch);
  }
}

/** The function that a stack check finds on a task's stack, off the CPU; `undefined` when none. */
export function foundOn(model: Model, state: State, actor: Actor): string | undefined {
  const { index } = actor;
  const { reversed } = state;
  const calls = state.callsAfter(index);
  if (state.where(index) === at.stopped) return look(model.stopped, reversed, calls);
  const place = state.place(actor);
  const sight = state.restarted(index) ? place.restarted : place.sight;
  return look(sight, reversed, calls) ?? look(place.home, reversed, state.homeAfter(index));
}

function isFreeToSwitch(model: Model, state: State, actor: Actor): boolean {
  const seen = model.profile.reliableStacks && !actor.unreliable;
  return seen && foundOn(model, state, actor) === undefined;
}

function wakeWaitersFor(model: Model, state: State, gone: Actor, watch: Watcher): void {
  for (const actor of model.actors) {
    if (state.where(actor.index) !== at.asleep) continue;
    const { until } = state.place(actor);
    if (until.kind === 'exit' && until.of === gone.name)
      wake(state, actor, `${gone.name} exited`, watch);
  }
}

/** Ends a sleep: the task wants the CPU and still has the stack it slept with. */
export function wake(state: State, actor: Actor, why: string, watch: Watcher): void {
  state.setWhere(actor.index, at.woken);
  const cpu = state.cpu(actor.index);
  const text = `${actor.name} wakes up: ${why}`;
  watch({ cpu, task: actor.name, what: 'wake', text, by: 'try_to_wake_up' });
}

function startChild(model: Model, state: State, parent: Actor, watch: Watcher): void {
  const child = model.actors[state.place(parent).child];
  if (child === undefined || state.where(child.index) !== at.absent) return;
  state.setSwitched(child.index, state.switched(parent.index));
  const cpu = state.cpu(parent.index);
  state.setCpu(child.index, child.cpus.includes(cpu) ? cpu : (child.cpus[0] ?? 0));
  watch({
    cpu,
    task: child.name,
    what: 'run',
    text: `${parent.name} forks ${child.name}, which inherits its patch state`,
    by: 'klp_copy_process',
  });
  arrive(model, state, child, 0, watch);
  if (model.tracksBodies) state.enter(child.index, true);
}

/** Puts a task at a step of its program, and through those that take no time. */
export function arrive(
  model: Model,
  state: State,
  actor: Actor,
  step: number,
  watch: Watcher,
): void {
  for (let pc = step; ; pc += 1) {
    state.setPc(actor.index, pc % actor.places.length);
    if (model.tracksBodies) state.enter(actor.index, false);
    const place = state.place(actor);
    if (place.kind === 'fork') {
      startChild(model, state, actor, watch);
      continue;
    }
    if (place.kind === 'exit') {
      state.setWhere(actor.index, at.absent);
      state.switchTask(actor.index);
      wakeWaitersFor(model, state, actor, watch);
      return;
    }
    state.setWhere(actor.index, isBusy(place) ? at.running : at.asleep);
    return;
  }
}

/** Leaves a step for the next one. */
export function proceed(model: Model, state: State, actor: Actor, watch: Watcher): void {
  const safePoint = model.profile.consistency === 'safe-points';
  if (actor.kind === 'user') passesToUserMode(state, actor, watch);
  else if (safePoint) switchItself(state, actor, 'kgr_task_safe', 'passes its safe point', watch);
  arrive(model, state, actor, state.pc(actor.index) + 1, watch);
  const goesToSleep = state.where(actor.index) === at.asleep && state.place(actor).freezable;
  if (model.profile.freezableScheduleHook && goesToSleep && isFreeToSwitch(model, state, actor))
    switchItself(state, actor, 'klp_sched_try_switch', 'switches on its way to sleep', watch);
}

/** A woken task gets the CPU for as long as it takes to sleep again, or to begin a loop. */
function runWoken(model: Model, state: State, actor: Actor, watch: Watcher): void {
  const cpu = state.cpu(actor.index);
  const onIdleCpu = state.current(cpu) < 0;
  if (state.where(actor.index) === at.woken) {
    proceed(model, state, actor, watch);
  } else if (actor.kind === 'user') {
    passesToUserMode(state, actor, watch);
    state.restart(actor.index);
    if (model.tracksBodies) state.enter(actor.index, false);
    state.setWhere(actor.index, at.asleep);
  } else if (state.place(actor).until.kind === 'after') {
    proceed(model, state, actor, watch);
  } else {
    state.setWhere(actor.index, at.asleep);
    const text = `${actor.name} was woken for nothing and sleeps again`;
    watch({ cpu, task: actor.name, what: 'sleep', text, by: 'schedule' });
  }
  if (onIdleCpu && state.waiting(cpu).length === 0) idleReturns(model, state, cpu, watch);
}

/** What a loop does while it has time on its CPU. */
function runLoop(model: Model, state: State, actor: Actor, watch: Watcher): void {
  if (state.switched(actor.index)) return;
  const place = state.place(actor);
  const cpu = state.cpu(actor.index);
  if (place.kind === 'user') {
    const alone = state.waiting(cpu).length === 1 && !idleGetsTime(model, state, cpu);
    if (!(model.tickless[cpu] === true && alone)) passesToUserMode(state, actor, watch);
  } else if (place.kind === 'kernel' && place.yields && model.profile.condReschedHook) {
    if (isFreeToSwitch(model, state, actor))
      switchItself(state, actor, '__klp_sched_try_switch', 'switches in cond_resched()', watch);
  }
}

function runTask(model: Model, state: State, actor: Actor, watch: Watcher): void {
  if (!state.wantsCpu(actor.index) || !getsTime(model, state, actor)) return;
  if (loops(state, actor)) runLoop(model, state, actor, watch);
  else runWoken(model, state, actor, watch);
}

/**
 * Moves tasks that wait for a CPU to one that they may use and that idles (load balancing), or where a real-time
 * task comes before whoever is there (`find_lowest_rq()` of kernel/sched/rt.c, `find_later_rq()` of deadline.c).
 */
function balance(model: Model, state: State): void {
  for (const actor of model.actors) {
    if (actor.cpus.length < 2 || !state.wantsCpu(actor.index)) continue;
    const cpu = state.cpu(actor.index);
    if (actor.cpus.includes(cpu) && state.waiting(cpu).length < 2) continue;
    const free = actor.cpus.find((other) => state.waiting(other).length === 0);
    const better =
      free ?? (state.current(cpu) === actor.index ? undefined : lower(model, state, actor));
    if (better !== undefined) state.setCpu(actor.index, better);
  }
}

/** A CPU that a real-time task takes from those who want it. */
function lower(model: Model, state: State, actor: Actor): number | undefined {
  if (actor.rank > 1) return undefined;
  return actor.cpus.find(
    (cpu) =>
      preemptible(model, state, cpu) &&
      waiting(model, state, cpu).every((other) => other.rank > actor.rank),
  );
}

/** Gives each CPU to whom it belongs. */
export function schedule(model: Model, state: State, watch: Watcher): void {
  balance(model, state);
  for (let cpu = 0; cpu < model.cpus; cpu += 1) {
    const next = taker(model, state, cpu)?.index ?? pickNext(model, state, cpu);
    if (next === state.current(cpu)) continue;
    state.setCurrent(cpu, next);
    const actor = model.actors[next];
    if (actor === undefined) idleReturns(model, state, cpu, watch);
    else
      watch({
        cpu,
        task: actor.name,
        what: 'run',
        text: `${actor.name} has CPU ${model.cpuNumbers[cpu] ?? cpu}`,
        by: '__schedule',
      });
  }
}

function relieveIdle(model: Model, state: State, watch: Watcher): void {
  for (let cpu = 0; cpu < model.cpus; cpu += 1)
    if (state.waiting(cpu).length > 0 && idleGetsTime(model, state, cpu)) {
      const why = model.profile.forcedIdlePick
        ? 'it is picked while it is not switched'
        : 'the real-time task was throttled and let it in';
      switchIdle(model, state, cpu, why, watch);
      if (model.tracksBodies) state.loopIdle(cpu);
    }
}

/**
 * Runs everything that happens by itself and at once (within a tick or so): woken tasks run, loops are
 * interrupted, CPUs are given away. Ends: each round puts a woken task to sleep or in a loop, or
 * switches a task; what could go round for ever (a program of sleeps that end at once) does not exist.
 */
export function settle(model: Model, state: State, watch: Watcher): void {
  for (;;) {
    const before = state.cells.slice();
    schedule(model, state, watch);
    // A loop beside which another task woke up is interrupted, whichever stands first in the file.
    const first = model.actors.filter((actor) => loops(state, actor));
    const then = model.actors.filter((actor) => !loops(state, actor));
    for (const actor of [...first, ...then]) runTask(model, state, actor, watch);
    relieveIdle(model, state, watch);
    if (state.cells.every((cell, index) => cell === before[index])) return;
  }
}
