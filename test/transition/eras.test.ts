import { describe, expect, test } from 'vitest';
import type { Machine, Sleep, Task } from '../../server/src/machine/model.ts';
import {
  cpuHog,
  fifoHog,
  idleMachine,
  kernelHog,
  sleeper,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario } from '../../server/src/transition/model.ts';
import { type ProfileOptions, profileFor } from '../../server/src/transition/profiles.ts';
import { refusalOfTransition } from '../../server/src/transition/refusal.ts';
import { tryStrategies } from '../../server/src/transition/strategies/index.ts';

const quiet = idleMachine(2, false);
const lively = idleMachine(2, true);

function on(
  release: string,
  name: string,
  machine: Machine,
  more: Partial<Scenario> = {},
  options: ProfileOptions = {},
): Scenario {
  const profile = profileFor(release, options);
  return { title: name, profile, machine, functions: [name], direction: 'load', ...more };
}

/** The outcome of the timed run within half a minute, as the era's users would see it. */
function seen(scenario: Scenario): 'completes' | 'open' {
  const { seconds } = judge(scenario, { limit: 30 }).timed;
  return seconds !== undefined && seconds <= 30 ? 'completes' : 'open';
}

function reader(more: Partial<Sleep> = {}): Task {
  return sleeper('reader', 'user', {
    stack: ['schedule', 'pipe_read'],
    state: 'interruptible',
    wake: { kind: 'never' },
    ...more,
  });
}

const guest = withTasks(quiet, {
  name: 'vcpu',
  kind: 'user',
  policy: 'other',
  affinity: [1],
  program: [{ do: 'run-guest', stack: ['vcpu_enter_guest', 'kvm_vcpu_ioctl'] }],
});

const loop = withTasks(lively, kernelHog('looper', 1, { stack: ['loop'], yields: true }));

/** A thread that is woken now and then and sleeps freezably, in a callee and outside of it. */
const freezer = withTasks(lively, {
  name: 'freezer',
  kind: 'kthread',
  policy: 'other',
  affinity: [],
  program: [
    {
      do: 'run-kernel',
      stack: ['freezer_loop'],
      yields: true,
      until: { kind: 'after', seconds: 0.5 },
    },
    {
      do: 'sleep',
      stack: ['schedule', 'freezer_loop'],
      state: 'interruptible',
      freezable: true,
      wake: { kind: 'after', seconds: 0.001 },
      home: [],
    },
  ],
});

describe('what each version brought', () => {
  test('4.16 brings the fake signal by hand and force, and drops `immediate`', () => {
    const ids = (release: string): readonly string[] =>
      tryStrategies(on(release, 'pipe_read', withTasks(lively, reader())))
        .filter((one) => one.helps)
        .map((one) => one.id);
    expect(ids('4.15')).toContain('immediate');
    expect(ids('4.15')).not.toContain('request-signal');
    expect(ids('4.16')).toEqual(expect.arrayContaining(['request-signal', 'force']));
    expect(ids('4.16')).not.toContain('immediate');
    const asked = on('4.16', 'pipe_read', lively, { immediate: true });
    expect(refusalOfTransition(asked)?.error).toBe('EINVAL');
  });

  test('5.1 sends fake signals by itself', () => {
    const asleep = withTasks(lively, reader());
    expect(seen(on('5.0', 'pipe_read', asleep))).toBe('open');
    expect(seen(on('5.1', 'pipe_read', asleep))).toBe('completes');
    expect(judge(on('5.1', 'pipe_read', asleep)).signalRounds).toBe(1);
  });

  test('5.1 brings atomic replace', () => {
    expect(refusalOfTransition(on('5.0', 'f', quiet, { direction: 'replace' }))?.error).toBe(
      'EINVAL',
    );
    expect(refusalOfTransition(on('5.1', 'f', quiet, { direction: 'replace' }))).toBeUndefined();
  });

  test('5.13 to 5.18 leave vCPU threads in their guests', () => {
    expect(seen(on('5.12', 'leaf', guest))).toBe('completes');
    expect(seen(on('5.13', 'leaf', guest))).toBe('open');
    expect(seen(on('5.18', 'leaf', guest))).toBe('open');
    expect(seen(on('5.19', 'leaf', guest))).toBe('completes');
  });

  test('5.16 kicks idle CPUs, for any patch', () => {
    for (const name of ['do_idle', 'cmdline_proc_show']) {
      expect(seen(on('5.15', name, quiet))).toBe('open');
      expect(seen(on('5.16', name, quiet))).toBe('completes');
    }
  });

  test('6.4 switches tasks in cond_resched()', () => {
    expect(seen(on('6.3', 'cmdline_proc_show', loop))).toBe('open');
    expect(seen(on('6.4', 'cmdline_proc_show', loop))).toBe('completes');
  });

  test('... and before that a competitor for the CPU is enough', () => {
    const rival: Task = { ...fifoHog(1), policy: 'other', name: 'rival' };
    expect(seen(on('5.10', 'cmdline_proc_show', withTasks(loop, rival)))).toBe('completes');
  });

  test('6.12 has the fair server, which does not let the idle task in beside a FIFO hog', () => {
    const machine = withTasks(lively, fifoHog(1));
    expect(seen(on('6.11', 'schedule_idle', machine))).toBe('completes');
    expect(seen(on('6.12', 'schedule_idle', machine))).toBe('open');
    expect(seen(on('6.12', 'cmdline_proc_show', machine))).toBe('completes');
  });

  test('... except where RT_GROUP_SCHED keeps the throttling', () => {
    const machine = withTasks(lively, fifoHog(1));
    expect(seen(on('6.12', 'schedule_idle', machine, {}, { realtimeGroups: true }))).toBe(
      'completes',
    );
  });

  test('disabling does not end while a kernel thread loops with cond_resched(), where the kernel is built preemptible', () => {
    const disable = { direction: 'disable' } as const;
    const rival: Task = { ...fifoHog(1), policy: 'other', name: 'rival' };
    const shared = withTasks(loop, rival);
    const build = { dynamicPreemption: false } as const;
    expect(seen(on('5.10', 'cmdline_proc_show', shared, disable))).toBe('completes');
    expect(seen(on('6.1', 'cmdline_proc_show', shared, disable, build))).toBe('completes');
    expect(seen(on('6.1', 'cmdline_proc_show', shared, disable))).toBe('open');
    expect(seen(on('6.12', 'cmdline_proc_show', loop, disable))).toBe('open');
    expect(seen(on('6.12', 'cmdline_proc_show', loop))).toBe('completes');
    const { blockers } = judge(on('6.12', 'cmdline_proc_show', loop, disable));
    expect(blockers[0]?.reason).toBe('never leaves the CPU of its own will');
  });

  test('5.13 tells fake signals by a mark of their own, which the waits of io_uring take away and sleep on', () => {
    const ring = withTasks(lively, reader({ stack: ['schedule', 'io_cqring_wait'], deaf: true }));
    expect(seen(on('5.12', 'io_cqring_wait', ring))).toBe('completes');
    expect(judge(on('5.13', 'io_cqring_wait', ring)).outcome).toBe('stalls');
    const helps = tryStrategies(on('7.3', 'io_cqring_wait', ring)).filter((one) => one.helps);
    const ids = helps.map((one) => one.id);
    expect(ids).toEqual(expect.arrayContaining(['stop-blocker', 'ptrace-interrupt']));
    expect(ids).not.toContain('wait');
  });

  test('6.9 has the timers of idle CPUs expired by those that do not idle: the retry comes to the loop', () => {
    expect(judge(on('6.8', 'cmdline_proc_show', guest)).timed.signalRounds).toBe(1);
    expect(judge(on('6.9', 'cmdline_proc_show', guest)).timed.signalRounds).toBe(0);
    const stays = withTasks({ ...quiet, tickless: [1] }, ...guest.tasks);
    expect(judge(on('6.9', 'cmdline_proc_show', stays)).timed.signalRounds).toBe(1);
  });

  test('... which then has the CPU for a moment, and a looping thread not', () => {
    const { outcome, timed } = judge(on('7.3', 'cmdline_proc_show', loop));
    expect([outcome, timed.tries]).toEqual(['completes', 2]);
    expect(judge(on('7.3', 'loop', loop)).outcome).toBe('stalls');
  });

  test('6.16 takes the help in cond_resched() away: a second loop is always running at the tries', () => {
    const second = kernelHog('second', 0, { stack: ['loop'], yields: true });
    const loops = withTasks(loop, second);
    expect(seen(on('6.15', 'cmdline_proc_show', loops))).toBe('completes');
    expect(seen(on('6.16', 'cmdline_proc_show', loops))).toBe('open');
  });

  test('... and gives it to those that go to sleep freezably', () => {
    const { timed } = judge(on('6.16', 'cmdline_proc_show', freezer));
    expect(timed.trace).toContainEqual(
      expect.objectContaining({ task: 'freezer', what: 'switched', by: 'klp_sched_try_switch' }),
    );
  });

  test('without reliable stacks only the self-switching places work', () => {
    const asleep = withTasks(lively, reader({ stack: ['schedule', 'other'], state: 'killable' }));
    expect(seen(on('6.12', 'pipe_read', asleep, {}, { architecture: 'arm64' }))).toBe('open');
    expect(seen(on('7.3', 'pipe_read', asleep, {}, { architecture: 'arm64' }))).toBe('completes');
    expect(seen(on('6.12', 'pipe_read', asleep))).toBe('completes');
  });

  test.each([
    ['ppc64le', '4.16', '4.17'],
    ['s390x', '5.0', '5.1'],
    ['loongarch64', '6.2', '6.3'],
    ['arm64', '6.16', '6.17'],
  ])('%s has reliable stacks from then on', (architecture, before, since) => {
    const asleep = withTasks(lively, reader({ stack: ['schedule', 'other'], state: 'killable' }));
    expect(seen(on(before, 'pipe_read', asleep, {}, { architecture }))).toBe('open');
    expect(seen(on(since, 'pipe_read', asleep, {}, { architecture }))).toBe('completes');
  });

  test('riscv has none', () => {
    const asleep = withTasks(lively, reader({ stack: ['schedule', 'other'], state: 'killable' }));
    const { blockers } = judge(on('7.3', 'pipe_read', asleep, {}, { architecture: 'riscv64' }));
    expect(blockers[0]).toMatchObject({ task: 'reader', reason: 'has an unreliable stack' });
  });

  test('a stack that cannot be walked is unreliable: generated code without unwind data, more than 100 entries', () => {
    const frames = Array.from({ length: 101 }, (_, index) => `frame${index}`);
    const deep = withTasks(lively, reader({ stack: frames, state: 'killable' }));
    const bpf = withTasks(lively, {
      ...reader({ stack: ['schedule', 'other'], state: 'killable' }),
      unreliable: true,
    });
    for (const machine of [deep, bpf])
      expect(judge(on('6.1', 'leaf', machine)).blockers).toEqual([
        { task: 'reader', reason: 'has an unreliable stack', function: undefined },
      ]);
  });

  test('6.4 interrupts a hog without a tick when the transition starts; before, the first fake signal does', () => {
    // A disable: the load of a module interrupts every CPU by itself.
    const machine = { ...withTasks(lively, cpuHog(1)), tickless: [1] };
    const first = (release: string, options: ProfileOptions = {}): number | undefined =>
      judge(on(release, 'leaf', machine, { direction: 'disable' }, options)).seconds;
    expect(first('6.3')).toBe(16.75);
    expect(first('6.4')).toBe(0);
    expect(first('6.4', { architecture: 's390x' })).toBe(16.75);
  });

  test.each([
    ['other', 'open'],
    ['batch', 'open'],
    ['idle', 'open'],
    // Its runtime is used up in each period, and the idle task runs in the rest of it.
    ['deadline', 'completes'],
  ] as const)('a hog of policy %s: the idle loop’s patch is %s', (policy, expected) => {
    const machine = withTasks(lively, { ...cpuHog(1), policy });
    expect(seen(on('6.12', 'do_idle', machine))).toBe(expected);
  });

  test('a FIFO hog without limit hangs the completion of any patch', () => {
    const machine = { ...withTasks(lively, fifoHog(1)), realtimeUnlimited: true };
    for (const release of ['6.1', '6.12']) {
      const verdict = judge(on(release, 'cmdline_proc_show', machine));
      expect(verdict.outcome).toBe('stalls');
      expect(verdict.blockers).toEqual([
        { task: 'kworker/1', reason: 'is waiting for the CPU', function: undefined },
      ]);
    }
  });

  test('only one transition runs at a time', () => {
    expect(refusalOfTransition(on('6.1', 'f', quiet, { underWay: true }))?.error).toBe('EBUSY');
  });
});
