import { cpuHog as hogOn } from '../../machine/workloads.ts';
import { concernsIdleMachine, quietMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';

/** The review's second scenario: a CPU-bound process never lets its CPU's idle task run. */
export const cpuHog: ScenarioTemplate = {
  id: 'hog',
  title: 'a CPU hog on CPU 1',
  build: (residency) =>
    concernsIdleMachine(residency) ? quietMachine(residency, [hogOn(1)]) : undefined,
};
