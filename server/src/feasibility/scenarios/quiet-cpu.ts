import { concernsIdleMachine, quietMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';

/** The review's first scenario: nothing to schedule on a CPU, its idle task stays in its loop. */
export const quietCpu: ScenarioTemplate = {
  id: 'idle',
  title: 'an idle CPU nothing wakes',
  build: (residency) => (concernsIdleMachine(residency) ? quietMachine(residency, []) : undefined),
};
