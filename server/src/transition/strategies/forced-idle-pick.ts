import { kgraftProfile } from '../profiles.ts';
import type { Strategy } from './model.ts';

/** The review's hunk in `pick_next_task()` for kGraft. */
export const forcedIdlePick: Strategy = {
  id: 'forced-idle-pick',
  title: 'Build the kernel with the forced pick of the idle task (kGraft)',
  cost: 2,
  risk: 'A changed scheduler: "a hack as hell" in its author\'s words.',
  how: 'In pick_next_task(): while the transition runs and rq->idle is not switched, pick the idle task.',
  exists: ({ profile }) => profile.consistency === 'safe-points' && !profile.forcedIdlePick,
  transform: (scenario) => ({ ...scenario, profile: kgraftProfile(true) }),
  works: 'The scheduler itself lets the idle task in, which switches itself.',
  fails: 'It frees idle tasks only.',
};
