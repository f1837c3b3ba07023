import { APPLIED_AT, type Strategy } from './model.ts';
import { hasHog, hogsIn, stop } from './tasks.ts';

/** SIGSTOP while the transition runs, SIGCONT afterwards. */
export const stopHog: Strategy = {
  id: 'stop-hog',
  title: 'Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT)',
  cost: 2,
  risk: 'The program stands still meanwhile; its parent and its peers may notice. A stopped task blocks patches of get_signal() and do_signal_stop().',
  how: 'kill -STOP PID\nwhile [ "$(cat /sys/kernel/livepatch/PATCH/transition)" = 1 ]; do sleep 1; done\nkill -CONT PID',
  exists: hasHog,
  intervention: {
    seconds: APPLIED_AT,
    text: 'SIGSTOP to the CPU hogs',
    apply: (model, state, watch) => {
      for (const hog of hogsIn(model, state)) stop(model, state, hog, watch);
    },
  },
  hinders:
    'Before 6.4 it can be the hog that pushes a looping kernel thread off their common CPU, where a try finds it.',
  works:
    'With the hog off its CPU the idle task runs and switches itself at the end of its loop; whatever else waited for the CPU runs too.',
  fails: 'The blockers are not waiting for this CPU.',
};
