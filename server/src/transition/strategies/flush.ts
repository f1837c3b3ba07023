import { servesFairTasks } from '../engine/scheduler.ts';
import { idleReturns } from '../engine/settle.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

/** The seed review's flush: an empty function scheduled on every CPU (`kernel/workqueue.c`). */
export const flush: Strategy = {
  id: 'flush-schedule-on-each-cpu',
  title: 'Run an empty function on every CPU (schedule_on_each_cpu() in a helper module)',
  cost: 1,
  risk: '',
  exists: () => true,
  interventions: () => [
    {
      seconds: APPLIED_AT,
      text: 'schedule_on_each_cpu() runs an empty function on every CPU',
      apply: (model, state, watch) => {
        for (let cpu = 0; cpu < model.cpus; cpu += 1)
          if (state.current(cpu) < 0 && servesFairTasks(model, state, cpu))
            idleReturns(model, state, cpu, watch);
      },
    },
  ],
  explain: (_scenario, verdict) =>
    verdict.outcome === 'completes'
      ? 'A kworker takes each idle CPU for a moment; the idle task then comes back to its loop and switches itself.'
      : 'The kworker runs instead of the idle task on a busy CPU, and does nothing to a sleeping task.',
};
