import type { IdleStacks, Machine, Task } from '../../machine/model.ts';
import type { Residency } from '../../stacks/model.ts';
import { mainOf, ofKinds, stackOf } from './stack-of.ts';

/** Two CPUs are enough for every stall of the seed's review: one that the kernel's own work runs on, one that it leaves alone. */
const CPUS = 2;

/** The idle task's stacks, taken from the idle residencies' own call paths. */
export function idleStacksOf(residency: readonly Residency[]): IdleStacks {
  const [outer] = ofKinds(residency, 'idle-outer');
  const [inner] = ofKinds(residency, 'idle-inner');
  return {
    outer: outer === undefined ? [] : stackOf(outer),
    inner: inner === undefined ? [] : stackOf(inner),
  };
}

/**
 * A two-CPU machine running `tasks`, its idle tasks as the residencies say. With `background` its own
 * timers and kworkers reach every CPU now and then; without, an idle CPU stays idle.
 */
function smallMachine(
  residency: readonly Residency[],
  tasks: readonly Task[],
  background: boolean,
): Machine {
  return { cpus: CPUS, idle: idleStacksOf(residency), background, tasks };
}

/** A machine that leaves its idle CPUs alone: what stalls there is told from what sleepers do. */
export function quietMachine(residency: readonly Residency[], tasks: readonly Task[]): Machine {
  return smallMachine(residency, tasks, false);
}

/** A machine as they usually are, on which nothing but `tasks` can hold a transition up. */
export function usualMachine(residency: readonly Residency[], tasks: readonly Task[]): Machine {
  return smallMachine(residency, tasks, true);
}

/** Whether only the boot CPU's idle task stands in a function (`rest_init()`). */
export function isOnBootCpu(residency: readonly Residency[]): boolean {
  const [outer] = ofKinds(residency, 'idle-outer');
  return outer?.task.startsWith('swapper/0 ') === true;
}

/**
 * Whether the scenarios without sleepers speak of a function: it sits on an idle stack, or nothing
 * is known to sleep in it.
 */
export function concernsIdleMachine(residency: readonly Residency[]): boolean {
  const sleeping = ofKinds(
    mainOf(residency),
    'scheduler',
    'thread-main',
    'thread-wait',
    'syscall-wait',
    'user-exit',
  );
  return sleeping.length === 0 || ofKinds(residency, 'idle-outer', 'idle-inner').length > 0;
}
