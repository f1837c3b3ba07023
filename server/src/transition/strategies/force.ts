import { at } from '../engine/state.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

/** The last resort. */
export const force: Strategy = {
  id: 'force',
  title: 'Force the transition (the last resort)',
  cost: 4,
  risk: 'Consistency is given up: old functions go on running beside new ones. The patch module may never be unloaded again (on older kernels no patch module may).',
  how: 'echo 1 > /sys/kernel/livepatch/PATCH/force',
  exists: ({ profile }) => profile.force,
  intervention: {
    seconds: APPLIED_AT,
    text: 'echo 1 > /sys/kernel/livepatch/PATCH/force',
    apply: (model, state) => {
      for (const actor of model.actors)
        if (state.where(actor.index) !== at.absent) state.switchTask(actor.index);
      for (let cpu = 0; cpu < model.cpus; cpu += 1) state.switchIdle(cpu);
    },
  },
  ending: 'forced',
  works: 'All flags are dropped whatever is on the stacks; the next try completes.',
  fails: 'The completion itself needs a kworker on every CPU.',
  flags: ['unsafe'],
};
