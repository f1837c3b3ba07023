import { settle } from '../engine/settle.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import { hasHog, hogsIn, resume, stop, wastesPause } from './tasks.ts';

/** SIGSTOP and SIGCONT some 10 ms later. */
export const stopHogBriefly: Strategy = {
  id: 'stop-hog-briefly',
  title: 'Stop the CPU hog for a moment (SIGSTOP, 10 ms, SIGCONT)',
  cost: 1,
  risk: 'The program stands still for some milliseconds.',
  how: 'kill -STOP PID; sleep 0.01; kill -CONT PID',
  exists: hasHog,
  intervention: {
    seconds: APPLIED_AT,
    text: 'SIGSTOP to the CPU hogs, SIGCONT 10 ms later',
    apply: (model, state, watch) => {
      const hogs = hogsIn(model, state).filter((hog) => !wastesPause(model, hog));
      for (const hog of hogs) stop(model, state, hog, watch);
      settle(model, state, watch);
      for (const hog of hogs) resume(model, state, hog, watch);
    },
  },
  works: 'The idle task gets in between, and needs no longer than that to switch itself.',
  fails:
    'The blockers are not waiting for this CPU, or other tasks that waited for it use up the moment.',
};
