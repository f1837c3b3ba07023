import { servesFairTasks } from '../engine/scheduler.ts';
import { idleReturns } from '../engine/settle.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

/** The seed review's way from user space: briefly run something CPU-intensive on the affected CPUs. */
export const busyProgram: Strategy = {
  id: 'flush-busy-program',
  title: 'Run a short CPU-intensive program pinned to each CPU (taskset)',
  cost: 1,
  risk: 'Takes a moment of CPU time on every CPU.',
  exists: () => true,
  interventions: () => [
    {
      seconds: APPLIED_AT,
      text: 'a short CPU-intensive program runs on every CPU',
      apply: (model, state, watch) => {
        for (let cpu = 0; cpu < model.cpus; cpu += 1)
          if (state.current(cpu) < 0 && servesFairTasks(model, state, cpu))
            idleReturns(model, state, cpu, watch);
      },
    },
  ],
  explain: (_scenario, verdict) =>
    verdict.outcome === 'completes'
      ? 'When the program ends, the idle task comes back to its loop and switches itself.'
      : 'The program shares a busy CPU with its hog, so the idle task still does not run; it does nothing to a sleeping task.',
};
