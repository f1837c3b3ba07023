import type { Watcher } from '../engine/events.ts';
import type { Model } from '../engine/program.ts';
import { settle } from '../engine/settle.ts';
import type { State } from '../engine/state.ts';
import { at } from '../engine/state.ts';
import { APPLIED_AT, type Strategy } from './model.ts';
import { hasSleeper, hearsSignals, sleepersIn } from './tasks.ts';

function interrupt(model: Model, state: State, watch: Watcher): void {
  for (const actor of sleepersIn(model, state))
    if (actor.kind === 'user' && hearsSignals(state, actor))
      state.setWhere(actor.index, at.signalled);
  settle(model, state, watch);
}

const works =
  'It leaves its system call, passes to user mode, where it is switched, and restarts the call.';
const fails =
  'The blocker does not hear signals in this wait (killable, uninterruptible, stopped, a kernel thread), or sleeps elsewhere.';

/** SIGSTOP and SIGCONT of the blocker itself. */
export const stopBlocker: Strategy = {
  id: 'stop-blocker',
  title: 'Stop and continue the blocking task (SIGSTOP, SIGCONT)',
  cost: 2,
  risk: 'Its parent may notice; some calls return EINTR.',
  how: 'kill -STOP PID; kill -CONT PID',
  exists: hasSleeper,
  intervention: {
    seconds: APPLIED_AT,
    text: 'SIGSTOP and SIGCONT to the sleeping tasks that block',
    apply: interrupt,
  },
  works,
  fails,
};

/** PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH. */
export const ptraceInterrupt: Strategy = {
  id: 'ptrace-interrupt',
  title: 'Interrupt the blocking task with a debugger (PTRACE_INTERRUPT)',
  cost: 1,
  risk: 'Some calls return EINTR.',
  how: 'timeout 1 strace -p PID',
  exists: hasSleeper,
  intervention: {
    seconds: APPLIED_AT,
    text: 'PTRACE_INTERRUPT to the sleeping tasks that block',
    apply: interrupt,
  },
  works,
  fails,
};
