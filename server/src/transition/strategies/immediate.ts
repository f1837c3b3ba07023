import type { Strategy } from './model.ts';

/** `immediate` of 4.12 to 4.15. */
export const immediate: Strategy = {
  id: 'immediate',
  title: 'Set "immediate" in the patch: no transition at all',
  cost: 4,
  risk: 'No consistency: a task may run old and new functions in turn. The patch can never be unloaded.',
  how: 'static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objs, .immediate = true };',
  exists: ({ profile }) => profile.immediateFlag,
  transform: (scenario) => ({ ...scenario, immediate: true }),
  works: 'Everything is switched at once.',
  fails: 'The completion itself needs a kworker on every CPU.',
  flags: ['unsafe'],
};
