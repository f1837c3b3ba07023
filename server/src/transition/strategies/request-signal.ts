import { sendSignals } from '../engine/attempt.ts';
import { APPLIED_AT, type Strategy } from './model.ts';

/** The fake signal by hand, where the kernel has it. */
export const requestSignal: Strategy = {
  id: 'request-signal',
  title: 'Send the fake signal by hand',
  cost: 1,
  risk: 'Some calls return EINTR; a few programs notice.',
  how: 'echo 1 > /sys/kernel/livepatch/PATCH/signal',
  exists: ({ profile }) => profile.signalOnRequest,
  intervention: {
    seconds: APPLIED_AT,
    text: 'echo 1 > /sys/kernel/livepatch/PATCH/signal',
    apply: sendSignals,
  },
  works:
    'Interruptible sleepers leave their system calls and are switched on the way to user mode.',
  fails:
    'The blockers do not hear it: idle tasks, kernel threads in their own loops, other kinds of sleep.',
};
