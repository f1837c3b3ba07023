import { APPLIED_AT, type Strategy } from './model.ts';

/** Writes the opposite to `enabled`: gives the patch up, to be tried again at a better time. */
export const reverse: Strategy = {
  id: 'reverse',
  title: 'Reverse the transition and try again at a better time',
  cost: 3,
  risk: 'The patch stays out; one that was being disabled stays in.',
  how: 'echo 0 > /sys/kernel/livepatch/PATCH/enabled   # 1 to reverse a disable',
  exists: () => true,
  intervention: {
    seconds: APPLIED_AT,
    text: 'the transition is reversed',
    reverses: true,
    apply: (_model, state) => state.reverse(),
  },
  hinders:
    'Who was switched already has to be switched back, which can take longer than what was left.',
  ending: 'reversed',
  works:
    'Who could not be switched need not be any more; the others go back, unless they have entered a new function in the meantime.',
  fails:
    'The way back needs the same CPUs, and finds tasks that have entered a function in its new state.',
};
