import { isBusy } from '../engine/scheduler.ts';
import { at } from '../engine/state.ts';
import type { Scenario } from '../model.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

function hogsOf(scenario: Scenario): readonly string[] {
  return scenario.machine.tasks
    .filter(
      (task) => task.kind === 'user' && task.program.some((step) => step.do.startsWith('run')),
    )
    .map((task) => task.name);
}

/** SIGSTOP while the transition runs, SIGCONT afterwards. */
export const stopHog: Strategy = {
  id: 'stop-hog',
  title: 'Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT)',
  cost: 2,
  risk: 'The program stands still meanwhile; its parent and its peers may notice.',
  exists: (scenario) => hogsOf(scenario).length > 0,
  interventions: (scenario) => [
    {
      seconds: APPLIED_AT,
      text: `SIGSTOP to ${hogsOf(scenario).join(', ')}`,
      apply: (model, state, watch) => {
        for (const actor of model.actors) {
          if (actor.kind !== 'user' || state.where(actor.index) !== at.running) continue;
          if (!isBusy(state.place(actor))) continue;
          state.switchTask(actor.index);
          state.setWhere(actor.index, at.stopped);
          watch({
            cpu: state.cpu(actor.index),
            task: actor.name,
            what: 'sleep',
            text: `${actor.name} stops on its way to user mode`,
            by: 'do_signal_stop',
          });
        }
      },
    },
  ],
  explain: (_scenario, verdict) =>
    verdict.outcome === 'completes'
      ? 'With the hog off its CPU the idle task runs and switches itself at the end of its loop.'
      : 'The blockers are not waiting for this CPU.',
};
