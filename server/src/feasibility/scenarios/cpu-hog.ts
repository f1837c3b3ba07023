import { cpuHog as hogOn } from '../../machine/workloads.ts';
import { concernsIdleMachine, isOnBootCpu, quietMachine } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';

/** The review's second scenario: a CPU-bound process never lets its CPU's idle task run. */
export const cpuHog: ScenarioTemplate = {
  id: 'hog',
  title: 'a CPU hog on CPU 1',
  build: (residency) =>
    concernsIdleMachine(residency) && !isOnBootCpu(residency)
      ? quietMachine(residency, [hogOn(1)])
      : undefined,
};

/** The same on the boot CPU, for what only its idle task stands in. */
export const bootCpuHog: ScenarioTemplate = {
  id: 'hog-boot-cpu',
  title: 'a CPU hog on CPU 0',
  build: (residency) => (isOnBootCpu(residency) ? quietMachine(residency, [hogOn(0)]) : undefined),
};
