import { APPLIED_AT, type Strategy } from './model.ts';
import { hasHog, takeHogsAway } from './tasks.ts';

/** Affinity or cpuset: one CPU after the other is left without its hog for a moment. */
export const moveHog: Strategy = {
  id: 'move-hog',
  title: 'Move the CPU hog to another CPU for a moment (taskset, cpuset)',
  cost: 1,
  risk: 'The program shares a CPU meanwhile and loses its caches.',
  how: 'taskset -p -c OTHER PID; sleep 1; taskset -p -c CPU PID',
  exists: (scenario) => hasHog(scenario) && scenario.machine.cpus > 1,
  intervention: {
    seconds: APPLIED_AT,
    text: 'each CPU in turn is left without its hogs for a moment',
    apply: takeHogsAway,
  },
  works: 'The CPU that it leaves goes idle, and its idle task switches itself.',
  fails: 'The blockers are not waiting for this CPU.',
};
