import type { Machine, Task } from '../../server/src/machine/model.ts';
import {
  cpuHog,
  fifoHog,
  idleMachine,
  kernelHog,
  sleeper,
  sleepingThread,
  stoppedTask,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import type { Direction, KernelProfile, Scenario } from '../../server/src/transition/model.ts';
import { kernelProfiles, kgraftProfile } from '../../server/src/transition/profiles.ts';

const quiet = idleMachine(2, false);
const lively = idleMachine(2, true);

const machines: Readonly<Record<string, Machine>> = {
  'two idle CPUs that nothing wakes': quiet,
  'two idle CPUs with work of their own': lively,
  'a CPU hog': withTasks(quiet, cpuHog(1)),
  'a CPU hog on each CPU': withTasks(quiet, cpuHog(0), cpuHog(1)),
  'a CPU hog that may move': withTasks(quiet, { ...cpuHog(1), affinity: [] }),
  'a FIFO hog': withTasks(quiet, fifoHog(1)),
  'a FIFO hog without limit': { ...withTasks(quiet, fifoHog(1)), realtimeUnlimited: true },
  'a CPU hog without a tick': { ...withTasks(quiet, cpuHog(1)), tickless: [1] },
};

const inCall = (state: 'interruptible' | 'killable'): Task =>
  sleeper('reader', 'user', {
    stack: ['schedule', 'pipe_read', 'vfs_read'],
    state,
    wake: { kind: 'never' },
  });

const sleepers: Readonly<Record<string, Machine>> = {
  'an interruptible sleeper': withTasks(lively, inCall('interruptible')),
  'a killable sleeper': withTasks(lively, inCall('killable')),
  'a thread in its own loop': withTasks(
    lively,
    sleepingThread('thread', ['schedule', 'pipe_read']),
  ),
  'a stopped task': withTasks(lively, stoppedTask('stopped', false, ['schedule', 'pipe_read'])),
  'a kernel loop that yields': withTasks(
    lively,
    kernelHog('looper', 1, { stack: ['loop'], yields: true }),
  ),
  'a kernel loop that never yields': withTasks(
    lively,
    kernelHog('looper', 1, { stack: ['loop'], yields: false }),
  ),
};

const profiles: readonly KernelProfile[] = [
  ...kernelProfiles,
  kgraftProfile(false),
  kgraftProfile(true),
];

function scenarios(
  places: Readonly<Record<string, Machine>>,
  name: string,
  direction: Direction,
): readonly Scenario[] {
  return profiles.flatMap((profile) =>
    Object.entries(places).map(([place, machine]) => ({
      title: `${profile.id}, ${direction} of ${name}: ${place}`,
      profile,
      machine,
      functions: [name],
      direction,
      retryCpu: 0,
    })),
  );
}

/** The scenarios of the review and of the version table, on every era. */
export const handWritten: readonly Scenario[] = [
  ...scenarios(machines, 'do_idle', 'load'),
  ...scenarios(machines, 'cmdline_proc_show', 'load'),
  ...scenarios(sleepers, 'pipe_read', 'load'),
  ...scenarios(sleepers, 'cmdline_proc_show', 'disable'),
];
