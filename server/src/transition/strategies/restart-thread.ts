import { at } from '../engine/state.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import { end } from './tasks.ts';

/** Makes the owner of a kernel thread stop it and start it anew (module unload, device or queue reset). */
export const restartThread: Strategy = {
  id: 'restart-thread',
  title: 'Make the blocking kernel thread stop and start anew (only where its owner can)',
  cost: 3,
  risk: 'What the thread serves is away meanwhile; threads of the kernel proper cannot be restarted at all.',
  how: 'modprobe -r MODULE && modprobe MODULE',
  exists: ({ machine }) => machine.tasks.some((task) => task.kind === 'kthread'),
  intervention: {
    seconds: APPLIED_AT,
    text: 'the kernel threads that block are stopped and started anew',
    apply: (model, state, watch) => {
      for (const actor of model.actors)
        if (
          actor.kind === 'kthread' &&
          !state.switched(actor.index) &&
          state.where(actor.index) !== at.absent &&
          state.where(actor.index) !== at.frozen
        )
          end(model, state, actor, watch);
    },
  },
  works: 'The new thread is forked by kthreadd, which is switched, and enters the new functions.',
  fails: 'No kernel thread is what blocks.',
};
