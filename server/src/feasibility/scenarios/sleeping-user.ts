import type { Task } from '../../machine/model.ts';
import type { Residency, Wait } from '../../stacks/model.ts';
import { distinctNames } from './distinct-names.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { wakeUpOf } from './sleeping-thread.ts';
import { mainOf, ofKinds, oneOfEachWait, stackOf } from './stack-of.ts';

/** A system call's wait where the source does not tell. */
const usualWait: Wait = { state: 'interruptible', bound: 'event', freezable: false };

function sleeperIn(residency: Residency): Task {
  const wait = residency.wait ?? usualWait;
  return {
    name: 'a user task',
    kind: 'user',
    policy: 'other',
    affinity: [0],
    program: [
      {
        do: 'sleep',
        stack: stackOf(residency),
        state: wait.state,
        freezable: wait.freezable,
        ...(wait.deaf === true ? { deaf: true } : {}),
        wake: wakeUpOf(wait),
        home: [],
      },
    ],
  };
}

/** User tasks asleep with the function on their stacks, one for each kind of wait. */
export function sleepersIn(residency: readonly Residency[]): readonly Task[] {
  return distinctNames(oneOfEachWait(ofKinds(residency, 'syscall-wait')).map(sleeperIn));
}

/** A user task asleep in a system call with the function on its stack. */
export const sleepingUser: ScenarioTemplate = {
  id: 'sleeping-user',
  title: 'a user task in it',
  build: (residency) => {
    const sleepers = sleepersIn(mainOf(residency));
    return sleepers.length === 0 ? undefined : usualMachine(residency, sleepers);
  },
};
