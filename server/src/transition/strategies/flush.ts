import { APPLIED_AT, type Strategy } from './model.ts';
import { runOnEveryCpu } from './tasks.ts';

/** The review's flush: an empty function scheduled on every CPU (`kernel/workqueue.c`). */
export const flush: Strategy = {
  id: 'flush-schedule-on-each-cpu',
  title: 'Run an empty function on every CPU (schedule_on_each_cpu() in a helper module)',
  cost: 1,
  risk: '',
  how: 'static void nothing(struct work_struct *work) { }\nschedule_on_each_cpu(nothing);',
  exists: () => true,
  intervention: {
    seconds: APPLIED_AT,
    text: 'schedule_on_each_cpu() runs an empty function on every CPU',
    apply: runOnEveryCpu,
  },
  works:
    'A kworker takes each idle CPU for a moment; the idle task then comes back to its loop and switches itself.',
  fails:
    'On a busy CPU the kworker runs instead of the idle task, and it does nothing to a sleeping task.',
};
