import type { Task } from '../../machine/model.ts';
import type { Residency } from '../../stacks/model.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { ofKinds, stackOf } from './stack-of.ts';

function stopped(residency: Residency): Task {
  return {
    name: 'a stopped task',
    kind: 'user',
    policy: 'other',
    affinity: [0],
    program: [
      {
        do: 'sleep',
        stack: stackOf(residency),
        state: 'stopped',
        freezable: false,
        wake: { kind: 'never' },
        home: [],
      },
    ],
  };
}

/** A task stopped or traced on its way to user mode, with the function on its stack. */
export const stoppedUser: ScenarioTemplate = {
  id: 'stopped',
  title: 'a stopped task in it',
  build: (residency) => {
    const [worst] = ofKinds(residency, 'user-exit');
    return worst === undefined ? undefined : usualMachine(residency, [stopped(worst)]);
  },
};
