import type {
  Machine,
  RunKernel,
  Sleep,
  SleepState,
  Step,
  Task,
} from '../../../server/src/machine/model.ts';
import { sleeper } from '../../../server/src/machine/workloads.ts';

/**
 * The `.sched.text` functions that /proc/PID/stack leaves out (`in_sched_functions()`) and that the
 * kernel's own stack check sees: `schedule()` on every sleeper, and `schedule_timeout()` where the
 * function calls it (kernel/hung_task.c, mm/compaction.c).
 */
const throughTimeout: ReadonlySet<string> = new Set(['watchdog', 'kcompactd']);

const states: Readonly<Record<string, SleepState>> = { I: 'idle', S: 'interruptible' };

function hiddenFrames(stack: readonly string[]): readonly string[] {
  return throughTimeout.has(stack[0] ?? '') ? ['schedule', 'schedule_timeout'] : ['schedule'];
}

function thread(name: string, letter: string, frames: readonly string[]): Task {
  const stack = [...hiddenFrames(frames), ...frames];
  const state = states[letter] ?? 'idle';
  return sleeper(name, 'kthread', { stack, state, wake: { kind: 'event' }, home: stack });
}

/** A thread's way through its loop, where it calls `cond_resched()`. */
function passing(stack: readonly string[]): RunKernel {
  return { do: 'run-kernel', stack, yields: true, until: { kind: 'after', seconds: 0.001 } };
}

/** The softirq thread of the guest's first CPU, which has softirqs to run now and then. */
function softirqThread(idleThread: Task): Task {
  const steps = idleThread.program.flatMap((step): readonly Step[] =>
    step.do === 'sleep'
      ? [
          { ...step, wake: { kind: 'after', seconds: 2 } } as const,
          passing(['run_ksoftirqd', ...step.stack.slice(1)]),
        ]
      : [step],
  );
  return { ...idleThread, program: steps };
}

/** The grace-period thread: asleep in its own loop, and in `rcu_gp_fqs_loop()` for as long as a grace period lasts. */
function gracePeriodThread(entry: readonly string[]): Task {
  const loop = ['schedule', 'rcu_gp_kthread', ...entry];
  const sleeps = (stack: readonly string[], wake: Sleep['wake']): Sleep => ({
    do: 'sleep',
    stack,
    state: 'idle',
    freezable: false,
    wake,
    home: stack,
  });
  const waiting = ['schedule', 'schedule_timeout', 'rcu_gp_fqs_loop', 'rcu_gp_kthread', ...entry];
  return {
    name: 'rcu_preempt',
    kind: 'kthread',
    policy: 'other',
    affinity: [],
    program: [
      sleeps(loop, { kind: 'after', seconds: 3 }),
      passing(['rcu_gp_kthread', ...entry]),
      sleeps(waiting, { kind: 'after', seconds: 0.02 }),
    ],
  };
}

/** The guest's init: it sleeps briefly between looks at the transition. */
const init: Task = sleeper('init', 'user', {
  stack: ['schedule'],
  state: 'interruptible',
  wake: { kind: 'after', seconds: 0.5 },
});

/** The idle guest, from its recorded stacks. */
export function recordedMachine(text: string, cpus: number, entry: readonly string[]): Machine {
  const blocks = text.split(/\n(?=\d+ )/).map((block) => block.trim().split('\n'));
  const tasks = blocks.map(([head = '', ...frames]): Task => {
    const [, name = '', letter = ''] = /^\d+ (\S+) (\S)/.exec(head) ?? [];
    if (name === 'init') return init;
    if (name === 'rcu_preempt') return gracePeriodThread(entry);
    const stack = frames.map((frame) => frame.trim().replace(/\+0x.*/, ''));
    const asleep = thread(name, letter, stack);
    return name === 'ksoftirqd/0' ? softirqThread(asleep) : asleep;
  });
  return {
    cpus,
    idle: {
      outer: ['schedule_idle', 'do_idle', 'cpu_startup_entry', 'start_secondary'],
      inner: ['default_idle', 'arch_cpu_idle', 'default_idle_call', 'cpuidle_idle_call'],
    },
    background: true,
    tasks,
  };
}
