import type { Strategy } from './model.ts';

/** Does nothing, for as long as the timed run goes on. */
export const wait: Strategy = {
  id: 'wait',
  title: 'Wait',
  cost: 0,
  risk: '',
  exists: () => true,
  interventions: () => [],
  explain: (_scenario, verdict) =>
    verdict.outcome === 'completes'
      ? 'The blockers leave on their own, or at the fake signals.'
      : 'Nothing in this scenario frees the blockers: it stays open for as long as they stay.',
};
