import type { Task } from '../../machine/model.ts';
import { concernsIdleMachine, quietMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';

const hog: Task = {
  name: 'hog/1',
  kind: 'user',
  policy: 'other',
  affinity: [1],
  program: [{ do: 'run-user' }],
};

/** The review's second scenario: a CPU-bound process never lets its CPU's idle task run. */
export const cpuHog: ScenarioTemplate = {
  id: 'hog',
  title: 'a CPU hog on CPU 1',
  build: (residency) =>
    concernsIdleMachine(residency) ? quietMachine(residency, [hog]) : undefined,
};
