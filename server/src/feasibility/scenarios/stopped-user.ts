import { stoppedTask } from '../../machine/workloads.ts';
import { usualMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { ofKinds, stackOf } from './stack-of.ts';

/** A task stopped or traced on its way to user mode, with the function on its stack. */
export const stoppedUser: ScenarioTemplate = {
  id: 'stopped',
  title: 'a stopped task in it',
  build: (residency) => {
    const [worst] = ofKinds(residency, 'user-exit');
    if (worst === undefined) return undefined;
    return usualMachine(residency, [stoppedTask('a stopped task', false, stackOf(worst))]);
  },
};
