import { at } from '../engine/state.ts';
import type { Scenario } from '../model.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

/** What `klp_force_transition()` (kernel/livepatch/transition.c) makes impossible to unload. */
function pinned({ profile, direction }: Scenario): string {
  if (profile.forcePins === 'every-patch') return 'Afterwards no patch module can be unloaded.';
  switch (direction) {
    case 'load':
      return 'The patch module can still be unloaded later.';
    case 'replace':
      return 'Its patch module can still be unloaded later; those that it replaces can never be unloaded.';
    case 'disable':
      return 'Afterwards this patch module can never be unloaded.';
  }
}

/** The last resort. */
export const force: Strategy = {
  id: 'force',
  title: 'Force the transition (the last resort)',
  cost: 4,
  risk: 'Consistency is given up: old functions go on running beside new ones.',
  riskIn: pinned,
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
