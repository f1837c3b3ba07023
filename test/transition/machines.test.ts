import { describe, expect, test } from 'vitest';
import type { Machine } from '../../server/src/machine/model.ts';
import {
  cpuHog,
  idleMachine,
  kernelHog,
  sleeper,
  usualIdleStacks,
  withTasks,
} from '../../server/src/machine/workloads.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Outcome } from '../../server/src/transition/model.ts';
import { type ProfileOptions, profileFor } from '../../server/src/transition/profiles.ts';

function outcome(
  release: string,
  name: string,
  machine: Machine,
  options: ProfileOptions = {},
): Outcome {
  const profile = profileFor(release, options);
  return judge({ title: name, profile, machine, functions: [name], direction: 'load' }).outcome;
}

const quiet = idleMachine(2, false);
const lively = idleMachine(2, true);

/** `idle=poll`: an idle CPU spins in `cpu_idle_poll()` (`kernel/sched/idle.c`) until it is asked to schedule. */
describe('idle=poll', () => {
  const polling = idleMachine(2, false, { ...usualIdleStacks, inner: ['cpu_idle_poll'] });

  test('the kick of idle CPUs reaches one that polls as one that halts', () => {
    for (const name of ['do_idle', 'cpu_idle_poll', 'cmdline_proc_show']) {
      expect(outcome('5.15', name, polling)).toBe('stalls');
      expect(outcome('6.1', name, polling)).toBe('completes');
    }
  });

  test('a hog keeps the idle loop off the CPU all the same; cpu_idle_poll() has returned by then', () => {
    const busy = withTasks(polling, cpuHog(1));
    expect(outcome('6.1', 'do_idle', busy)).toBe('stalls');
    expect(outcome('6.1', 'cpu_idle_poll', busy)).toBe('completes');
  });
});

/** A busy vhost worker, a kernel thread until 6.4: it hands packets on, with `cond_resched()`. */
describe('a vhost worker under load', () => {
  const stack = ['handle_rx', 'vhost_worker'];
  const busy = withTasks(lively, kernelHog('vhost-4242', 1, { stack, yields: true }));

  test('is left alone before cond_resched() switches tasks, and switched since', () => {
    expect(outcome('6.3', 'tcp_sendmsg', busy)).not.toBe('completes');
    expect(outcome('6.4', 'tcp_sendmsg', busy)).toBe('completes');
  });

  test('never leaves its own loop', () => {
    for (const release of ['6.3', '6.4', '6.12']) {
      expect(outcome(release, 'vhost_worker', busy)).toBe('stalls');
    }
  });
});

/** CONFIG_PREEMPT_RT runs fully preemptible, and its spinlocks put tasks to sleep. */
describe('PREEMPT_RT', () => {
  const realtime = { preemption: 'full' } as const;
  const rival = { ...cpuHog(1), name: 'rival' };
  const loop = withTasks(lively, kernelHog('looper', 1, { stack: ['loop'], yields: false }), rival);

  test('a kernel loop is preempted and caught off its CPU', () => {
    expect(outcome('6.1', 'cmdline_proc_show', loop)).toBe('stalls');
    expect(outcome('6.1', 'cmdline_proc_show', loop, realtime)).toBe('completes');
    expect(outcome('6.1', 'loop', loop, realtime)).toBe('stalls');
  });

  test('no fake signal ends the wait for a spinlock', () => {
    const waiting = (wake: 'never' | 'event'): Machine =>
      withTasks(
        quiet,
        sleeper('reader', 'user', {
          stack: ['schedule_rtlock', 'rtlock_slowlock_locked', 'rt_spin_lock', 'pipe_poll'],
          state: 'uninterruptible',
          wake: { kind: wake },
        }),
      );
    expect(outcome('6.1', 'pipe_poll', waiting('never'), realtime)).toBe('stalls');
    expect(outcome('6.1', 'pipe_poll', waiting('event'), realtime)).toBe('may-stall');
  });
});
