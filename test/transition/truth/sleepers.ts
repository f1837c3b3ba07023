import type { SleepState, Task } from '../../../server/src/machine/model.ts';
import { cpuHog, fifoHog, sleeper } from '../../../server/src/machine/workloads.ts';

/**
 * The test programs that slept in system calls: what lies between `schedule()` and the system call's
 * entry, innermost first, as the calls stand in the sources of 6.1 and 6.12 (kernel/time/hrtimer.c,
 * kernel/futex/waitwake.c, fs/select.c, fs/pipe.c, kernel/exit.c, kernel/signal.c, drivers/tty, net/unix …).
 */
const calls: Readonly<Record<string, readonly string[]>> = {
  s_nanosleep: ['do_nanosleep', 'hrtimer_nanosleep', '__x64_sys_nanosleep'],
  s_cnanosleep: [
    'do_nanosleep',
    'hrtimer_nanosleep',
    'common_nsleep_timens',
    '__x64_sys_clock_nanosleep',
  ],
  s_poll: ['schedule_hrtimeout_range', 'poll_schedule_timeout', 'do_sys_poll', '__x64_sys_poll'],
  s_select: ['schedule_hrtimeout_range', 'poll_schedule_timeout', 'do_select', 'core_sys_select'],
  s_pipe: ['pipe_read', 'vfs_read', 'ksys_read'],
  s_futex: ['futex_wait_queue', '__futex_wait', 'futex_wait', 'do_futex', '__x64_sys_futex'],
  s_flock: ['locks_lock_inode_wait', '__do_sys_flock'],
  s_wait4: ['do_wait', 'kernel_wait4', '__do_sys_wait4'],
  s_pause: ['__x64_sys_pause'],
  s_sigsuspend: ['sigsuspend', '__x64_sys_rt_sigsuspend'],
  s_eventfd: ['eventfd_read', 'vfs_read', 'ksys_read'],
  s_inotify: ['inotify_read', 'vfs_read', 'ksys_read'],
  s_unixrecv: ['unix_stream_read_generic', 'unix_stream_recvmsg', 'sock_read_iter', 'ksys_read'],
  s_tty: ['n_tty_read', 'tty_read', 'vfs_read', 'ksys_read'],
  s_kmsg: ['devkmsg_read', 'vfs_read', 'ksys_read'],
};

const restarted: Readonly<Record<string, readonly string[]>> = {
  s_nanosleep: ['do_nanosleep', 'hrtimer_nanosleep_restart', '__do_sys_restart_syscall'],
  s_cnanosleep: ['do_nanosleep', 'hrtimer_nanosleep_restart', '__do_sys_restart_syscall'],
};

function inCall(name: string, call: string, state: SleepState = 'interruptible'): Task {
  const stack = ['schedule', ...(calls[call] ?? [])];
  return sleeper(name, 'user', {
    stack,
    state,
    wake: { kind: 'never' },
    restarted: ['schedule', ...(restarted[call] ?? calls[call] ?? [])],
  });
}

function again(name: string): Task {
  const stack = ['schedule', ...(restarted[name] ?? [])];
  return sleeper(name, 'user', { stack, state: 'interruptible', wake: { kind: 'never' } });
}

/** A clock_nanosleep that is absolute restarts as itself; the relative one as nanosleep does. */
const sleepers: readonly Task[] = [
  ...Object.keys(calls)
    .slice(0, 9)
    .map((call) => inCall(call, call)),
  inCall('s_mutexthr', 's_futex'),
  inCall('s_epoll', 's_pause'),
  inCall('s_flockowner', 's_pause'),
  inCall('s_wait4child', 's_pause'),
];

const vfork = sleeper('s_vfork', 'user', {
  stack: ['schedule', 'wait_for_completion_state', 'kernel_clone', '__do_sys_vfork'],
  state: 'killable',
  wake: { kind: 'never' },
});

const sleepers2: readonly Task[] = [
  ...Object.keys(calls)
    .slice(9)
    .map((call) => inCall(call, call)),
  vfork,
];

const exitPath = ['get_signal', 'arch_do_signal_or_restart', 'syscall_exit_to_user_mode'];

function stopped(name: string, state: 'stopped' | 'traced', innermost: string): Task {
  const stack = ['schedule', innermost, ...exitPath];
  return sleeper(name, 'user', { stack, state, wake: { kind: 'never' } });
}

const stoppedTasks: readonly Task[] = [
  stopped('s_stop', 'stopped', 'do_signal_stop'),
  stopped('s_stopns', 'stopped', 'do_signal_stop'),
  stopped('s_tracee', 'traced', 'ptrace_stop.part.0'),
];

/** The tasks that a workload adds to the idle guest; `undefined` for a workload not known here. */
export function workload(name: string, target: string): readonly Task[] | undefined {
  const second = ['__x64_sys_clock_nanosleep', '__x64_sys_flock'].includes(target);
  switch (name.replace(/_(fresh|call)$/, '')) {
    case 'idle':
      return [];
    case 'hog1':
      return [cpuHog(1)];
    case 'hogall':
      return [cpuHog(0), cpuHog(1)];
    case 'fifo1':
      return [fifoHog(1)];
    case 'sleepers':
      return second && !name.endsWith('_fresh')
        ? [...sleepers.filter((task) => !(task.name in restarted)), again('s_cnanosleep')]
        : sleepers;
    case 'sleepers2':
      return sleepers2;
    case 'sleepers_restarted_syscall':
      return [...sleepers.filter((task) => !(task.name in restarted)), again('s_nanosleep')];
    case 'stopped':
      return stoppedTasks;
    default:
      return undefined;
  }
}
