import type { SleepState, Task } from '../../machine/model.ts';
import { sleeper } from '../../machine/workloads.ts';
import type { Residency, Wait } from '../../stacks/model.ts';
import { distinctNames } from './distinct-names.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { wakeUpOf } from './sleeping-thread.ts';
import { mainOf, ofKinds, stackOf } from './stack-of.ts';

/**
 * How a task is held there, until it is let go on. In `do_freezer_trap()` (kernel/signal.c, cgroup v2)
 * the source names an interruptible state, but a signal that is not fatal only leads round to the same
 * place.
 */
function heldHow({ task, wait }: Residency): SleepState | undefined {
  const state = wait?.state ?? 'stopped';
  if (state === 'stopped' || state === 'traced' || state === 'frozen') return state;
  return task === 'a frozen task' ? 'trapped' : undefined;
}

function heldAt(residency: Residency): Task {
  const state = heldHow(residency) ?? 'stopped';
  const stack = stackOf(residency);
  return sleeper(residency.task, 'user', { stack, state, wake: { kind: 'never' } });
}

/** Who writes a core dump, and waits meanwhile, exits after it. */
function endingAt(residency: Residency): Task {
  const wait: Wait = residency.wait ?? {
    state: 'uninterruptible',
    bound: 'event',
    freezable: false,
  };
  const { state, freezable } = wait;
  const stack = stackOf(residency);
  const waits = sleeper(residency.task, 'user', { stack, state, freezable, wake: wakeUpOf(wait) });
  return { ...waits, program: [...waits.program, { do: 'exit' }] };
}

/** How many different stops of one function are put on a machine. */
const MOST_STOPS = 4;

/**
 * Tasks stopped, traced or frozen on their way to user mode, one for each place that they stop at; where
 * there is none, those that a signal ends and that wait before they exit.
 */
export function stoppedIn(residency: readonly Residency[]): readonly Task[] {
  const stops = ofKinds(residency, 'user-exit');
  const held = stops.filter((one) => heldHow(one) !== undefined).slice(0, MOST_STOPS);
  return distinctNames(
    held.length > 0 ? held.map(heldAt) : stops.slice(0, MOST_STOPS).map(endingAt),
  );
}

/** A task stopped, traced or frozen on its way to user mode, with the function on its stack. */
export const stoppedUser: ScenarioTemplate = {
  id: 'stopped',
  title: 'a stopped task in it',
  build: (residency) => {
    const stopped = stoppedIn(mainOf(residency));
    return stopped.length === 0 ? undefined : usualMachine(residency, stopped);
  },
};
