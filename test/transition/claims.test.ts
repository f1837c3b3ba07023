import { describe, expect, test } from 'vitest';
import type { Machine } from '../../server/src/machine/model.ts';
import {
  cpuHog,
  idleMachine,
  sleeper,
  sleepingThread,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { KernelProfile, Scenario, Verdict } from '../../server/src/transition/model.ts';
import { kgraftProfile, profileFor } from '../../server/src/transition/profiles.ts';
import {
  judgeWith,
  strategies,
  tryStrategies,
} from '../../server/src/transition/strategies/index.ts';

/** What `explain` shows of a verdict: the outcome with who blocks and why. */
function told({ outcome, blockers }: Verdict): string {
  const who = blockers.map(({ task, reason, function: name }) => `${task} ${reason} ${name ?? ''}`);
  return [outcome, ...who].join('; ').trim();
}

function scenario(
  name: string,
  machine: Machine,
  profile: KernelProfile = profileFor('4.12'),
): Scenario {
  return { title: name, profile, machine, functions: [name], direction: 'load' };
}

function outcomeWith(asked: Scenario, id: string): string {
  const strategy = strategies.find((one) => one.id === id);
  return strategy === undefined ? 'no such strategy' : judgeWith(asked, [strategy]).outcome;
}

const quiet = idleMachine(2, false);
const busy = withTasks(quiet, cpuHog(1));

/** The idle path of the review's own patch, where the idle task calls schedule() itself. */
const ofTheReview: Machine = {
  ...busy,
  idle: {
    outer: ['schedule', 'schedule_preempt_disabled', 'do_idle', 'cpu_startup_entry'],
    inner: ['cpuidle_idle_call'],
  },
};

describe('the review', () => {
  test('tasks switch over as they pass through the syscall barrier', () => {
    const { timed } = judge(scenario('any_function', busy));
    expect(timed.trace).toContainEqual(
      expect.objectContaining({ task: 'hog/1', what: 'switched', by: 'exit_to_user_mode_loop' }),
    );
  });

  test('... unless we switch them in klp_try_complete_transition() first', () => {
    const asleep = withTasks(quiet, sleepingThread('thread', ['schedule', 'worker_thread']));
    const { timed } = judge(scenario('any_function', asleep));
    expect(timed.trace).toContainEqual(
      expect.objectContaining({
        task: 'thread',
        what: 'switched',
        by: 'klp_try_switch_task',
        seconds: 0,
      }),
    );
  });

  test('the idle "swapper" tasks switch over in the idle loop', () => {
    const { timed } = judge(scenario('do_idle', idleMachine(1, false)));
    expect(timed.trace).toContainEqual(
      expect.objectContaining({ task: 'swapper/0', what: 'switched', by: 'do_idle' }),
    );
  });

  test('... though they never cross the syscall barrier', () => {
    const { timed } = judge(scenario('do_idle', idleMachine(2, true)));
    const switched = timed.trace.filter(
      ({ what, task }) => what === 'switched' && task?.startsWith('swapper/') === true,
    );
    expect(switched.map(({ by }) => by)).not.toContain('exit_to_user_mode_loop');
    expect(switched).toHaveLength(2);
  });

  test('only the idle tasks of online CPUs need a patch state update', () => {
    const machine = { ...withTasks(idleMachine(1, true)), offlineCpus: 7 };
    expect(judge(scenario('do_idle', machine)).outcome).toBe('completes');
  });

  test('or we switch them in klp_try_complete_transition() first by looking at their stacks', () => {
    const { timed } = judge(scenario('any_function', busy));
    expect(timed.trace).toContainEqual(
      expect.objectContaining({ task: 'swapper/1', what: 'switched', by: 'klp_try_switch_task' }),
    );
  });

  test('scenario 1: there is nothing to schedule on a cpu and an idle task does not leave its loop', () => {
    expect(told(judge(scenario('do_idle', quiet)))).toBe('stalls; swapper/1 is running');
  });

  test('... for some time: as soon as anything is scheduled there, it leaves it', () => {
    expect(judge(scenario('do_idle', idleMachine(2, true))).outcome).toBe('completes');
    const visited = withTasks(
      quiet,
      sleeper(
        'cron',
        'user',
        {
          stack: ['schedule', 'do_nanosleep'],
          state: 'interruptible',
          wake: { kind: 'after', seconds: 10 },
        },
        [1],
      ),
    );
    const { outcome, timed } = judge(scenario('do_idle', visited));
    expect(outcome).toBe('completes');
    expect(timed.seconds).toBeGreaterThan(10);
  });

  test('... we could solve it with schedule_on_each_cpu() on an empty stub', () => {
    expect(outcomeWith(scenario('do_idle', quiet), 'flush-schedule-on-each-cpu')).toBe('completes');
  });

  test('... or by briefly running a CPU-intensive program on the affected CPUs', () => {
    expect(outcomeWith(scenario('do_idle', quiet), 'flush-busy-program')).toBe('completes');
  });

  test('"it only happens when patching one of the idle functions themselves": on kernels that kick idle CPUs it does not happen at all', () => {
    expect(judge(scenario('do_idle', quiet, profileFor('6.1'))).outcome).toBe('completes');
    expect(judge(scenario('any_function', quiet, profileFor('6.1'))).outcome).toBe('completes');
  });

  test('... and before the kick it happens with any function (a 128-CPU machine showed it), so the mail is too kind', () => {
    expect(told(judge(scenario('any_function', quiet)))).toBe('stalls; swapper/1 is running');
  });

  test('scenario 2: a cpu-bound process is running on one of the cpus and the idle task would block the patching', () => {
    expect(told(judge(scenario('do_idle', busy)))).toBe(
      'stalls; swapper/1 is sleeping on function do_idle',
    );
  });

  test('... only when trying to patch idle code or schedule()', () => {
    expect(judge(scenario('any_function', ofTheReview)).outcome).toBe('completes');
    expect(told(judge(scenario('schedule', ofTheReview)))).toBe(
      'stalls; swapper/1 is sleeping on function schedule',
    );
  });

  test('... more reasonably accomplished from user space by briefly SIGSTOPing the CPU hog', () => {
    expect(outcomeWith(scenario('do_idle', busy), 'stop-hog')).toBe('completes');
    expect(outcomeWith(scenario('do_idle', busy), 'stop-hog-briefly')).toBe('completes');
  });

  test('the flush of scenario 1 does not help in scenario 2: it runs instead of the idle task', () => {
    expect(outcomeWith(scenario('do_idle', busy), 'flush-schedule-on-each-cpu')).toBe('stalls');
    expect(outcomeWith(scenario('do_idle', busy), 'flush-busy-program')).toBe('stalls');
  });

  test('in kGraft any livepatch could cause the issue easily, as there is no stack checking', () => {
    expect(told(judge(scenario('any_function', busy, kgraftProfile(false))))).toContain(
      'swapper/1 has not passed a safe point',
    );
  });

  test('... and the forced pick of the idle task in pick_next_task() solves it there', () => {
    expect(judge(scenario('any_function', busy, kgraftProfile(true))).outcome).toBe('completes');
    expect(
      outcomeWith(scenario('any_function', busy, kgraftProfile(false)), 'forced-idle-pick'),
    ).toBe('completes');
  });

  test('... which picks it while the patching is in progress and it is not migrated, and no longer', () => {
    const { timed } = judge(scenario('any_function', busy, kgraftProfile(true)));
    const picked = timed.trace.filter(
      ({ task, what }) => task === 'swapper/1' && what === 'switched',
    );
    expect(picked).toHaveLength(1);
    expect(picked[0]?.text).toContain('it is picked while it is not switched');
  });

  test.each(['load', 'disable'] as const)(
    'if the patch can be applied or reverted immediately, the per-task transitions are skipped (%s)',
    (direction) => {
      const asked = { ...scenario('do_idle', busy), immediate: true, direction };
      expect(judge(asked)).toMatchObject({ outcome: 'completes', ending: 'immediate', tries: 1 });
    },
  );
});

describe('strategies', () => {
  test('those that help come first, the cheapest of them first', () => {
    const tried = tryStrategies(scenario('do_idle', busy, profileFor('6.1')));
    const order = tried.map((one) => one.helps);
    expect(order).toEqual([...order].sort((a, b) => Number(b) - Number(a)));
    expect(tried[0]?.id).toBe('stop-hog-briefly');
  });

  test('a blocker that hears signals is freed at once, a killable one only by its end', () => {
    const inCall = (state: 'interruptible' | 'killable'): Scenario =>
      scenario(
        'pipe_read',
        withTasks(
          quiet,
          sleeper('reader', 'user', {
            stack: ['schedule', 'pipe_read'],
            state,
            wake: { kind: 'never' },
          }),
        ),
        profileFor('6.1'),
      );
    expect(judge(inCall('interruptible'))).toMatchObject({
      outcome: 'completes',
      seconds: 16.75,
      signalRounds: 1,
    });
    expect(
      judgeWith(
        inCall('interruptible'),
        strategies.filter(({ id }) => id === 'stop-blocker'),
      ).seconds,
    ).toBe(1.75);
    expect(outcomeWith(inCall('killable'), 'stop-blocker')).toBe('stalls');
    expect(outcomeWith(inCall('killable'), 'end-blocker')).toBe('completes');
  });
});
