import type { Sleep, Task } from '../../../server/src/machine/model.ts';
import { kernelHog } from '../../../server/src/machine/workloads.ts';

/** `schedule_timeout_interruptible()` and `wait_event_…()` of `lab_threads.c`, below what calls them. */
const timeout = ['schedule', 'schedule_timeout', 'schedule_timeout_interruptible'];
const root = ['kthread', 'ret_from_fork'];

function sleepIn(
  stack: readonly string[],
  home: readonly string[],
  how: Pick<Sleep, 'wake'> & Partial<Sleep>,
): Sleep {
  return {
    do: 'sleep',
    stack: [...stack, ...root],
    home: [...home, ...root],
    state: 'interruptible',
    freezable: false,
    ...how,
  };
}

function thread(name: string, ...program: readonly Sleep[]): Task {
  return { name, kind: 'kthread', policy: 'other', affinity: [1], program };
}

const never = { kind: 'never' } as const;

/** The threads of `test/kernel-lab/modules/lab_threads.c`, by the workload that starts them. */
export const labThreads: Readonly<Record<string, Task>> = {
  'thread:yield': kernelHog('lab_yield', 1, { stack: ['lab_yield', 'kthread'], yields: true }),
  'thread:freezable': thread(
    'lab_freezable',
    sleepIn(['schedule', 'lab_freezable'], ['lab_freezable'], { wake: never, freezable: true }),
  ),
  'thread:uninterruptible': thread(
    'lab_uninterruptible',
    sleepIn(['schedule', 'lab_uninterruptible'], ['lab_uninterruptible'], {
      wake: never,
      state: 'uninterruptible',
    }),
  ),
  // It leaves lab_round() only to enter it again at once.
  'thread:periodic': thread(
    'lab_periodic',
    sleepIn([...timeout, 'lab_round', 'lab_periodic'], ['lab_round', 'lab_periodic'], {
      wake: { kind: 'after', seconds: 0.5 },
    }),
  ),
  'thread:visiting': thread(
    'lab_visiting',
    sleepIn([...timeout, 'lab_visit', 'lab_visiting'], ['lab_visiting'], {
      wake: { kind: 'after', seconds: 1 / 3 },
    }),
    sleepIn([...timeout, 'lab_visiting'], ['lab_visiting'], {
      wake: { kind: 'after', seconds: 4 / 9 },
    }),
  ),
};
