import { APPLIED_AT, type Strategy } from './model.ts';
import { end, hasHog, hogsIn } from './tasks.ts';

/** SIGKILL, or asking it to finish. */
export const endHog: Strategy = {
  id: 'end-hog',
  title: 'End the CPU hog',
  cost: 3,
  risk: 'The program is gone.',
  how: 'kill PID',
  exists: hasHog,
  intervention: {
    seconds: APPLIED_AT,
    text: 'the CPU hogs are ended',
    apply: (model, state, watch) => {
      for (const hog of hogsIn(model, state)) end(model, state, hog, watch);
    },
  },
  hinders:
    'Before 6.4 it can be the hog that pushes a looping kernel thread off their common CPU, where a try finds it.',
  works: 'Its CPU goes to the idle task, which switches itself, and to whatever waited for it.',
  fails: 'The blockers are not waiting for this CPU.',
};
