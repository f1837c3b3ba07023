import { APPLIED_AT, type Strategy } from './model.ts';
import { canBeKilled, end, hasSleeper, sleepersIn } from './tasks.ts';

/** SIGKILL of user tasks that block, or a restart of their service. */
export const endBlocker: Strategy = {
  id: 'end-blocker',
  title: 'End the blocking task, or restart its service',
  cost: 3,
  risk: 'The program is gone, or away for as long as its restart takes. What is started anew inherits the new state.',
  how: 'systemctl restart SERVICE   # or: kill -KILL PID',
  exists: hasSleeper,
  intervention: {
    seconds: APPLIED_AT,
    text: 'the sleeping tasks that block are killed',
    apply: (model, state, watch) => {
      for (const actor of sleepersIn(model, state))
        if (canBeKilled(state, actor)) end(model, state, actor, watch);
    },
  },
  works: 'A task that has exited needs no switching.',
  fails:
    'The blocker does not die of it: an uninterruptible wait, a kernel thread or an idle task.',
};
