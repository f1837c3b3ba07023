import { proceed } from '../engine/settle.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import { sleepersIn } from './tasks.ts';

/** SIGCONT of stopped blockers; a traced one obeys its debugger alone. */
export const continueBlocker: Strategy = {
  id: 'continue-blocker',
  title: 'Continue the stopped task (SIGCONT)',
  cost: 1,
  risk: 'Whoever stopped it wanted it stopped.',
  how: 'kill -CONT PID',
  exists: ({ machine }) =>
    machine.tasks.some((task) =>
      task.program.some((step) => step.do === 'sleep' && step.state === 'stopped'),
    ),
  intervention: {
    seconds: APPLIED_AT,
    text: 'SIGCONT to the stopped tasks',
    apply: (model, state, watch) => {
      for (const actor of sleepersIn(model, state))
        if (state.place(actor).state === 'stopped') {
          proceed(model, state, actor, watch);
        }
    },
  },
  works: 'It goes on to user mode and is switched there.',
  fails: 'Others block that are not merely stopped: a traced task obeys its debugger alone.',
};
