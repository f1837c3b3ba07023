import { expect, test } from 'vitest';
import type { Task } from '../../server/src/machine/model.ts';
import { idleMachine, sleeper, withTasks } from '../../server/src/machine/workloads.ts';
import type { Scenario } from '../../server/src/transition/model.ts';
import { profileFor } from '../../server/src/transition/profiles.ts';
import {
  judgeWith,
  strategies,
  tryStrategies,
} from '../../server/src/transition/strategies/index.ts';

const never = { kind: 'never' } as const;
const exitStack = ['schedule', '__refrigerator', 'get_signal', 'arch_do_signal_or_restart'];
const sleepStack = ['schedule', 'do_nanosleep', 'hrtimer_nanosleep', '__x64_sys_nanosleep'];

/** Frozen in the midst of nanosleep(2), on its way to user mode (cgroup v1, suspend), and by cgroup v2. */
const tasks = {
  inWait: sleeper('inWait', 'user', {
    stack: sleepStack,
    state: 'frozen',
    freezable: true,
    wake: never,
  }),
  onExit: sleeper('onExit', 'user', { stack: exitStack, state: 'frozen', wake: never }),
  trapped: sleeper('trapped', 'user', { stack: exitStack, state: 'trapped', wake: never }),
  thread: sleeper('thread', 'kthread', {
    stack: ['schedule', 'its_loop', 'kthread'],
    state: 'frozen',
    freezable: true,
    wake: never,
    home: ['its_loop', 'kthread'],
  }),
};

function scenario(task: Task, patched: string, release: string): Scenario {
  return {
    title: `${patched} with ${task.name}`,
    profile: profileFor(release),
    machine: withTasks(idleMachine(2, true), task),
    functions: [patched],
    direction: 'load',
  };
}

/** Outcome, seconds rounded to those of the first tries or of the fake signals, with each strategy tried alone. */
function check(task: Task, patched: string, release: string, expected: readonly string[]): void {
  const asked = scenario(task, patched, release);
  const told = [
    'wait',
    'thaw',
    'freeze-cgroup-v1',
    'freeze-cgroup-v2',
    'stop-blocker',
    'end-blocker',
  ]
    .flatMap((id) => strategies.find((one) => one.id === id && one.exists(asked)) ?? [])
    .map((one) => {
      const { outcome, seconds } = judgeWith(asked, one.id === 'wait' ? [] : [one]);
      const when = outcome === 'completes' ? ((seconds ?? 0) > 8 ? ', signals' : ', at once') : '';
      return `${one.id}: ${outcome}${when}`;
    });
  expect(told).toEqual(expected);
}

test.each(['5.10', '6.1', '7.3'])('%s: frozen in the midst of a wait', (release) => {
  check(tasks.inWait, 'hrtimer_nanosleep', release, [
    'wait: stalls',
    'thaw: completes, signals',
    'freeze-cgroup-v1: completes, signals',
    'freeze-cgroup-v2: stalls',
    'stop-blocker: stalls',
    'end-blocker: stalls',
  ]);
});

test.each(['5.10', '6.1', '7.3'])('%s: frozen on its way to user mode', (release) => {
  check(tasks.onExit, 'get_signal', release, [
    'wait: stalls',
    'thaw: completes, at once',
    'freeze-cgroup-v1: completes, at once',
    'freeze-cgroup-v2: stalls',
    'stop-blocker: stalls',
    'end-blocker: stalls',
  ]);
});

test.each(['5.10', '6.1', '7.3'])('%s: frozen by a cgroup of version 2', (release) => {
  check(tasks.trapped, 'get_signal', release, [
    'wait: stalls',
    'thaw: completes, at once',
    'freeze-cgroup-v1: stalls',
    'freeze-cgroup-v2: completes, at once',
    'stop-blocker: stalls',
    'end-blocker: completes, at once',
  ]);
});

test('a frozen kernel thread whose loop is patched sleeps on in it once thawed', () => {
  check(tasks.thread, 'its_loop', '6.1', ['wait: stalls', 'thaw: stalls']);
});

test('a frozen task that is nowhere in the patched function holds nothing up', () => {
  check(tasks.inWait, 'cmdline_proc_show', '6.1', [
    'wait: completes, at once',
    'thaw: completes, at once',
    'freeze-cgroup-v1: completes, at once',
    'freeze-cgroup-v2: completes, at once',
    'stop-blocker: completes, at once',
    'end-blocker: completes, at once',
  ]);
});

test('thawing is offered before the task is ended, and only where something is frozen', () => {
  const offered = tryStrategies(scenario(tasks.trapped, 'get_signal', '6.1')).filter(
    (one) => one.helps,
  );
  const ids = offered.map((one) => one.id);
  expect(ids.indexOf('thaw')).toBeLessThan(ids.indexOf('end-blocker'));
  const idle = { ...scenario(tasks.trapped, 'get_signal', '6.1'), machine: idleMachine(2, true) };
  expect(strategies.find((one) => one.id === 'thaw')?.exists(idle)).toBe(false);
});
