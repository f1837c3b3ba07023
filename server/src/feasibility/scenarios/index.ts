import { bootCpuHog, cpuHog } from './cpu-hog.ts';
import type { ScenarioTemplate } from './model.ts';
import { quietCpu } from './quiet-cpu.ts';
import { sleepingThread } from './sleeping-thread.ts';
import { sleepingUser } from './sleeping-user.ts';
import { stoppedUser } from './stopped-user.ts';

/** Every scenario that a function can be judged in, in the order of report. */
export const scenarioTemplates: readonly ScenarioTemplate[] = [
  quietCpu,
  cpuHog,
  bootCpuHog,
  sleepingThread,
  sleepingUser,
  stoppedUser,
];
