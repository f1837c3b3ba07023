import type { Actor, Model, Place } from './program.ts';
import { at, type State } from './state.ts';

/** Whether a place is a busy loop: it keeps the CPU until something takes it away. */
export function isBusy(place: Place): boolean {
  return place.kind === 'user' || place.kind === 'kernel' || place.kind === 'guest';
}

/** The tasks that want this CPU now. */
export function waiting(model: Model, state: State, cpu: number): readonly Actor[] {
  return state.waiting(cpu).flatMap((task) => model.actors[task] ?? []);
}

/** Whether whoever has the CPU can be made to give it up: not a kernel loop that never yields. */
export function preemptible(model: Model, state: State, cpu: number): boolean {
  const actor = model.actors[state.current(cpu)];
  if (actor === undefined) return true;
  const place = state.place(actor);
  return place.kind !== 'kernel' || place.yields || model.profile.preemption !== 'voluntary';
}

/** Whether a task is in a busy loop, and not just woken up. */
export function loops(state: State, actor: Actor): boolean {
  return state.where(actor.index) === at.running;
}

function isRealtimeLoop(state: State, actor: Actor): boolean {
  return actor.rank === 1 && loops(state, actor);
}

/**
 * Whether fair tasks, kworkers among them, get time on the CPU: not beside a real-time loop whose time
 * is unlimited (`kernel/sched/rt.c` throttling, `kernel/sched/deadline.c` fair server).
 */
export function servesFairTasks(model: Model, state: State, cpu: number): boolean {
  if (!preemptible(model, state, cpu)) return false;
  if (!model.unlimited) return true;
  return !waiting(model, state, cpu).some((actor) => isRealtimeLoop(state, actor));
}

/** Whether a task that wants its CPU gets some of it, sooner or later. */
export function getsTime(model: Model, state: State, actor: Actor): boolean {
  const cpu = state.cpu(actor.index);
  const current = model.actors[state.current(cpu)];
  if (current === undefined || current === actor) return true;
  if (!preemptible(model, state, cpu)) return false;
  if (actor.rank < current.rank) return true;
  if (actor.rank === 2) return servesFairTasks(model, state, cpu);
  if (actor.rank > current.rank) return true;
  // A round-robin loop gives way at the end of its slice; a FIFO loop behind it would never give it back.
  return current.shares && (actor.shares || !isBusy(state.place(actor)));
}

/** Whether the idle task gets the CPU, if only for a moment. */
export function idleGetsTime(model: Model, state: State, cpu: number): boolean {
  if (state.current(cpu) < 0) return true;
  if (!preemptible(model, state, cpu)) return false;
  if (model.profile.forcedIdlePick) return true;
  const wanting = waiting(model, state, cpu);
  if (wanting.some((actor) => actor.rank === 2)) return false;
  const realtime = wanting.some((actor) => actor.rank === 1);
  return !realtime || (!model.unlimited && model.profile.realtimeRelief === 'throttling');
}

/** Whether a loop is now and then off its CPU because others get time there. */
export function isDisplaced(model: Model, state: State, actor: Actor): boolean {
  const cpu = state.cpu(actor.index);
  if (state.current(cpu) !== actor.index) return true;
  if (!preemptible(model, state, cpu)) return false;
  if (waiting(model, state, cpu).some((other) => other !== actor && getsTime(model, state, other)))
    return true;
  const throttled = model.profile.realtimeRelief === 'throttling' && !model.unlimited;
  return actor.rank === 0 || (actor.rank === 1 && throttled);
}

/** A loop that waits for the CPU, will get it, and will never give it back. */
export function taker(model: Model, state: State, cpu: number): Actor | undefined {
  if (model.profile.preemption !== 'voluntary') return undefined;
  return waiting(model, state, cpu).find((actor) => {
    const place = state.place(actor);
    const keeps = loops(state, actor) && place.kind === 'kernel';
    return keeps && !place.yields && getsTime(model, state, actor);
  });
}

/** Whether one goes before another: by its class; among equals a loop, which was there before, before who woke up. */
function goesBefore(state: State, one: Actor, other: Actor): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  return loops(state, one) && !loops(state, other);
}

/** Who gets the CPU next: the best class; whoever has it keeps it among equals. */
export function pickNext(model: Model, state: State, cpu: number): number {
  const current = state.current(cpu);
  const wanting = waiting(model, state, cpu);
  const keeps = wanting.find((actor) => actor.index === current);
  if (keeps !== undefined && !preemptible(model, state, cpu)) return current;
  let first = wanting[0];
  for (const actor of wanting)
    if (first !== undefined && goesBefore(state, actor, first)) first = actor;
  if (keeps !== undefined && first !== undefined && first.rank >= keeps.rank) return current;
  return first?.index ?? -1;
}
