import type { Strategy } from './model.ts';

/** Does nothing, for as long as the timed run goes on. */
export const wait: Strategy = {
  id: 'wait',
  title: 'Wait',
  cost: 0,
  risk: '',
  how: 'cat /sys/kernel/livepatch/PATCH/transition   # 0 when it is over',
  exists: () => true,
  works: 'The blockers leave on their own, or at the fake signals.',
  fails: 'Nothing in this scenario frees the blockers: it stays open for as long as they stay.',
};
