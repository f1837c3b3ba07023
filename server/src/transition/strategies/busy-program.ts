import { APPLIED_AT, type Strategy } from './model.ts';
import { runOnEveryCpu } from './tasks.ts';

/** The review's way from user space: briefly run something CPU-intensive on the affected CPUs. */
export const busyProgram: Strategy = {
  id: 'flush-busy-program',
  title: 'Run a short CPU-intensive program pinned to each CPU (taskset)',
  cost: 1,
  risk: 'Takes a moment of CPU time on every CPU.',
  how: 'for cpu in $(seq 0 $(($(nproc --all) - 1))); do taskset -c $cpu timeout 0.2 sh -c "while :; do :; done"; done',
  exists: () => true,
  intervention: {
    seconds: APPLIED_AT,
    text: 'a short CPU-intensive program runs on every CPU',
    apply: runOnEveryCpu,
  },
  works: 'When the program ends, the idle task comes back to its loop and switches itself.',
  fails:
    'The program shares a busy CPU with its hog, so the idle task still does not run; it does nothing to a sleeping task.',
};
