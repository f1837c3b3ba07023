import type { Task } from '../../machine/model.ts';
import { stoppedTask } from '../../machine/workloads.ts';
import type { Residency } from '../../stacks/model.ts';
import { distinctNames } from './distinct-names.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { mainOf, ofKinds, stackOf } from './stack-of.ts';

function stoppedAt(residency: Residency): Task {
  const isTraced = residency.wait?.state === 'traced';
  return stoppedTask(isTraced ? 'a traced task' : 'a stopped task', isTraced, stackOf(residency));
}

/** How many different stops of one function are put on a machine. */
const MOST_STOPS = 4;

/** Tasks stopped, traced or frozen on their way to user mode, one for each place that they stop at. */
export function stoppedIn(residency: readonly Residency[]): readonly Task[] {
  const stops = ofKinds(residency, 'user-exit').slice(0, MOST_STOPS);
  return distinctNames(stops.map(stoppedAt));
}

/** A task stopped or traced on its way to user mode, with the function on its stack. */
export const stoppedUser: ScenarioTemplate = {
  id: 'stopped',
  title: 'a stopped task in it',
  build: (residency) => {
    const stopped = stoppedIn(mainOf(residency));
    return stopped.length === 0 ? undefined : usualMachine(residency, stopped);
  },
};
