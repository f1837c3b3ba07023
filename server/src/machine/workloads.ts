import type { IdleStacks, Machine, RunKernel, Sleep, Step, Task } from './model.ts';

/**
 * The idle task's stacks on x86-64 since 4.13: `kernel/sched/idle.c` (`do_idle()`,
 * `cpuidle_idle_call()`, inlined or not) and `arch/x86/kernel/smpboot.c`.
 */
export const usualIdleStacks: IdleStacks = {
  outer: ['schedule_idle', 'do_idle', 'cpu_startup_entry', 'start_secondary'],
  inner: ['arch_cpu_idle', 'default_idle_call', 'cpuidle_idle_call'],
};

/** How a stopped task is found: `get_signal()` and `do_signal_stop()` of `kernel/signal.c`. */
export const stoppedStack: readonly string[] = [
  'schedule',
  'do_signal_stop',
  'get_signal',
  'arch_do_signal_or_restart',
];

/** A machine of `cpus` CPUs; `background` as in {@link Machine}. Its idle tasks have `idle`'s stacks. */
export function idleMachine(
  cpus: number,
  background: boolean,
  idle: IdleStacks = usualIdleStacks,
): Machine {
  return { cpus, idle, background, tasks: [] };
}

/** `machine` with further tasks. */
export function withTasks(machine: Machine, ...tasks: readonly Task[]): Machine {
  return { ...machine, tasks: [...machine.tasks, ...tasks] };
}

/** A program that computes in user mode for ever, pinned to `cpu`; `hog/1` is the one on CPU 1. */
export function cpuHog(cpu: number): Task {
  return {
    name: `hog/${cpu}`,
    kind: 'user',
    policy: 'other',
    affinity: [cpu],
    program: [{ do: 'run-user' }],
  };
}

/** A {@link cpuHog} on each of `machine`'s CPUs. */
export function cpuHogs(machine: Machine): readonly Task[] {
  return Array.from({ length: machine.cpus }, (_, cpu) => cpuHog(cpu));
}

/** `task` under another policy and name. */
export function withPolicy(task: Task, policy: Task['policy'], name: string): Task {
  return { ...task, policy, name };
}

/** A real-time (SCHED_FIFO) program that computes in user mode for ever, pinned to `cpu`. */
export function fifoHog(cpu: number): Task {
  return withPolicy(cpuHog(cpu), 'fifo', `fifohog/${cpu}`);
}

/**
 * A vCPU thread that stays in its guest, pinned to `cpu`: the stack of `ioctl(KVM_RUN)` on x86-64
 * (`virt/kvm/kvm_main.c`, `arch/x86/kvm/x86.c`).
 */
export function guestHog(cpu: number): Task {
  const stack = [
    'vcpu_enter_guest',
    'vcpu_run',
    'kvm_arch_vcpu_ioctl_run',
    'kvm_vcpu_ioctl',
    '__x64_sys_ioctl',
  ];
  return {
    name: `vcpu/${cpu}`,
    kind: 'user',
    policy: 'other',
    affinity: [cpu],
    program: [{ do: 'run-guest', stack }],
  };
}

/** A kernel thread that loops for ever on `cpu` without leaving the kernel. */
export function kernelHog(
  name: string,
  cpu: number,
  { stack, yields }: Pick<RunKernel, 'stack' | 'yields'>,
): Task {
  const program: readonly Step[] = [{ do: 'run-kernel', stack, yields }];
  return { name, kind: 'kthread', policy: 'other', affinity: [cpu], program };
}

/** A task that sleeps in `sleep`'s stack, and again in the same after each wake-up. */
export function sleeper(
  name: string,
  kind: Task['kind'],
  sleep: Omit<Sleep, 'do' | 'freezable' | 'home'> & Partial<Sleep>,
  affinity: readonly number[] = [],
): Task {
  const step: Sleep = { freezable: false, home: [], ...sleep, do: 'sleep' };
  return { name, kind, policy: 'other', affinity, program: [step] };
}

/** A kernel thread whose whole `stack` is its own loop: a wake-up brings it back into all of it. */
export function sleepingThread(name: string, stack: readonly string[]): Task {
  return sleeper(name, 'kthread', { stack, state: 'idle', wake: { kind: 'event' }, home: stack });
}

/** A user task stopped by SIGSTOP (or, with `traced`, by a debugger). */
export function stoppedTask(
  name: string,
  traced = false,
  stack: readonly string[] = stoppedStack,
): Task {
  return sleeper(name, 'user', {
    stack,
    state: traced ? 'traced' : 'stopped',
    wake: { kind: 'never' },
  });
}
