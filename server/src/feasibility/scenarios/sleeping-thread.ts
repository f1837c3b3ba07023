import type { Step, Task, WakeUp } from '../../machine/model.ts';
import type { Residency, Wait } from '../../stacks/model.ts';
import { distinctNames } from './distinct-names.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { mainOf, ofKinds, oneOfEachWait, stackOf } from './stack-of.ts';

/** A kernel thread's wait where the source does not tell: the state that most of them sleep in. */
const usualWait: Wait = { state: 'idle', bound: 'event', freezable: false };

/**
 * What ends the wait. A wait for an event may last for ever, and so may one with a timeout whose length is
 * not known; for a thread's own loop it makes no difference: it comes back to sleep in the same loop.
 */
export function wakeUpOf(wait: Wait): WakeUp {
  if (wait.bound === 'forever') return { kind: 'never' };
  const { seconds } = wait;
  return seconds === undefined ? { kind: 'event' } : { kind: 'after', seconds };
}

/** How long a kernel thread's timeout is taken to be where its length is not known, in seconds. */
const A_WHILE = 2;

/**
 * A thread of its own, not whoever calls a common function, leaves a wait with a timeout by itself, and so
 * does a work item; other threads may come to sleep in the function again and again.
 */
function threadWakeUpOf(residency: Residency, wait: Wait): WakeUp {
  if (isWork(residency)) return wakeUpOf(wait);
  const own = residency.kind === 'thread-wait' && residency.task.startsWith('threads running ');
  if (own && wait.bound === 'timeout') return { kind: 'after', seconds: wait.seconds ?? A_WHILE };
  return wait.bound === 'forever' ? { kind: 'never' } : { kind: 'event' };
}

/** The part of the stack that a wake-up does not leave: the patched main function and what called it. */
function homeOf(residency: Residency): readonly string[] {
  return residency.kind === 'thread-main' || residency.kind === 'scheduler'
    ? stackOf(residency)
    : [];
}

function sleepIn(residency: Residency): Step {
  const wait = residency.wait ?? usualWait;
  return {
    do: 'sleep',
    stack: stackOf(residency),
    state: wait.state,
    freezable: wait.freezable,
    wake: threadWakeUpOf(residency, wait),
    home: homeOf(residency),
  };
}

/** A thread's name pattern as it is (`kworker/%s`); several threads in words are one of them here. */
function nameOf(residency: Residency): string {
  if (residency.kind === 'scheduler') return 'any sleeping task';
  return residency.task.includes(' ') ? 'a kernel thread' : residency.task;
}

function threadOf(residency: Residency): Task {
  return {
    name: nameOf(residency),
    kind: 'kthread',
    policy: 'other',
    affinity: [0],
    program: [sleepIn(residency)],
  };
}

/** Kernel threads asleep with the function on their stacks, one for each kind of wait. */
export function threadsIn(residency: readonly Residency[]): readonly Task[] {
  const asleep = oneOfEachWait(ofKinds(residency, 'scheduler', 'thread-main', 'thread-wait'));
  return distinctNames(asleep.map(threadOf));
}

/** A kworker waits in the function only while its work runs. */
function isWork({ kind, task }: Residency): boolean {
  return kind === 'thread-wait' && task.startsWith('kworker');
}

/** Those of {@link threadsIn} that a machine has whatever it does. */
export function threadsOnEveryMachine(residency: readonly Residency[]): readonly Task[] {
  return threadsIn(residency.filter((one) => !isWork(one)));
}

/** Kernel threads asleep in the function. */
export const sleepingThread: ScenarioTemplate = {
  id: 'sleeping-thread',
  title: 'a kernel thread in it',
  build: (residency) => {
    const threads = threadsIn(mainOf(residency));
    return threads.length === 0 ? undefined : usualMachine(residency, threads);
  },
};
