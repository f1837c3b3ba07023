import type { Task } from '../../machine/model.ts';
import type { Strategy } from './model.ts';

function isRealtime(task: Task): boolean {
  return task.policy === 'fifo' || task.policy === 'rr' || task.policy === 'deadline';
}

/** SCHED_OTHER for a real-time hog: kworkers get their share again, the idle task does not. */
export const lowerHogPriority: Strategy = {
  id: 'lower-hog-priority',
  title: 'Take the real-time priority from the CPU hog (chrt)',
  cost: 2,
  risk: 'The program misses its deadlines meanwhile. Where throttling let the idle task in beside it, an ordinary hog keeps it out.',
  how: 'chrt -o -p 0 PID   # and back: chrt -f -p PRIORITY PID',
  exists: (scenario) => scenario.machine.tasks.some(isRealtime),
  transform: (scenario) => ({
    ...scenario,
    machine: {
      ...scenario.machine,
      tasks: scenario.machine.tasks.map((task) =>
        isRealtime(task) ? { ...task, policy: 'other' } : task,
      ),
    },
  }),
  hinders:
    'Where throttling let the idle task in beside the real-time hog, the ordinary hog keeps it out.',
  works: 'Kworkers and other ordinary tasks share the CPU with it.',
  fails:
    'As an ordinary task it still keeps the idle task from running, and does nothing to a sleeping task.',
};
