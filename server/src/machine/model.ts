/** Scheduling policies (`include/uapi/linux/sched.h`). */
export type Policy = 'other' | 'batch' | 'idle' | 'fifo' | 'rr' | 'deadline';

/**
 * The state a sleeping task is in, as far as the transition can tell states apart. `frozen`: by suspend or
 * a cgroup of version 1, which no signal reaches; `trapped`: by a cgroup of version 2, where only a fatal
 * signal leads on (`do_freezer_trap()` in kernel/signal.c).
 */
export type SleepState =
  | 'interruptible'
  | 'killable'
  | 'uninterruptible'
  | 'idle'
  | 'stopped'
  | 'traced'
  | 'parked'
  | 'frozen'
  | 'trapped';

/**
 * What ends a sleep or a busy loop: nothing, something that comes in its own time or never, a number
 * of seconds, or another task's exit (a vfork parent's child).
 */
export type WakeUp =
  | { readonly kind: 'never' }
  | { readonly kind: 'event' }
  | { readonly kind: 'after'; readonly seconds: number }
  | { readonly kind: 'exit'; readonly of: string };

/** A busy loop in user mode; it switches itself at the next interrupt or system call. */
export interface RunUser {
  readonly do: 'run-user';
  /** What ends the loop; nothing when left out. */
  readonly until?: WakeUp;
  /** The stack it is found with when it waits for the CPU, preempted on its way to user mode. */
  readonly preempted?: readonly string[];
}

/** A busy loop inside the kernel: it passes no place where a task switches itself. */
export interface RunKernel {
  readonly do: 'run-kernel';
  /** Found with this when it waits for the CPU. */
  readonly stack: readonly string[];
  /** Whether the loop calls `cond_resched()`. */
  readonly yields: boolean;
  /** What ends the loop; nothing when left out. */
  readonly until?: WakeUp;
}

/** A vCPU thread in its guest: interrupts bring it into the kernel, but not out to user mode. */
export interface RunGuest {
  readonly do: 'run-guest';
  /** Found with this when it waits for the CPU: the path from the ioctl to the guest. */
  readonly stack: readonly string[];
}

/** A sleep. */
export interface Sleep {
  readonly do: 'sleep';
  readonly stack: readonly string[];
  readonly state: SleepState;
  /**
   * TASK_FREEZABLE is in the state. A task that is `frozen` with it is so in the midst of an interruptible
   * wait, which it goes on with once thawed (`__set_task_frozen()` in kernel/freezer.c; before 6.1
   * `freezable_schedule()`); without it, on its way to user mode.
   */
  readonly freezable: boolean;
  readonly wake: WakeUp;
  /**
   * Its loop takes the mark of a fake signal away itself, from 5.13 on, and sleeps on; other signals end it
   * (`io_run_task_work()` in io_uring/).
   */
  readonly deaf?: boolean;
  /**
   * Functions that stay on a kernel thread's stack however often this sleep ends (its own loop): a
   * wake-up brings it back to sleep inside them. It returns from the others, and is then found with
   * these alone until it has work again. Of no matter to a user task, whose sleep ends in user mode.
   */
  readonly home: readonly string[];
  /** A user task's stack once a signal has made the call restart (nanosleep); the same when left out. */
  readonly restarted?: readonly string[];
}

/**
 * One step of a task's program. A stack lists function names, innermost first, as the kernel's own
 * stack check sees them. Between two steps a user task passes through user mode; a kernel thread does
 * not.
 */
export type Step =
  | RunUser
  | RunKernel
  | RunGuest
  | Sleep
  /** Starts the task named `child`, which does not exist before. It inherits the patch state. */
  | { readonly do: 'fork'; readonly child: string }
  | { readonly do: 'exit' };

/** What a task is, which decides where it can switch itself. */
export type TaskKind = 'user' | 'kthread' | 'io-worker';

/** A task other than the idle tasks, which every CPU has. */
export interface Task {
  readonly name: string;
  readonly kind: TaskKind;
  readonly policy: Policy;
  /** CPUs it may run on, zero-based; empty: all. */
  readonly affinity: readonly number[];
  /** Done in order; after the last step it starts anew. Without steps: asleep for ever with an empty stack. */
  readonly program: readonly Step[];
  /** Its stack cannot be walked reliably (generated code without unwind data, more than 100 entries). */
  readonly unreliable?: boolean;
  /**
   * It has been on its stack since before any livepatch, and so is in the original functions: possible
   * beside an earlier patch that was forced through, or that did not patch them.
   */
  readonly sinceBoot?: boolean;
}

/** The two stacks that an idle task can be found with. */
export interface IdleStacks {
  /** While another task runs on its CPU: what lies below `__schedule()`. Innermost first. */
  readonly outer: readonly string[];
  /** What is above that while the CPU idles. */
  readonly inner: readonly string[];
}

/** The computer and all that runs on it. */
export interface Machine {
  /** Number of online CPUs, numbered from 0. */
  readonly cpus: number;
  /** CPUs that are possible and not online; their idle tasks are switched at once. 0 when left out. */
  readonly offlineCpus?: number;
  readonly idle: IdleStacks;
  /**
   * Whether the machine's own background work (timers, kworkers) now and then wakes every CPU;
   * false on a quiet, isolated or many-CPU machine.
   */
  readonly background: boolean;
  /**
   * CPUs without a tick while they run a single task (`nohz_full=`, where the kernel has
   * CONFIG_NO_HZ_FULL: /sys/devices/system/cpu/nohz_full lists them); none when left out.
   */
  readonly tickless?: readonly number[];
  /** `sched_rt_runtime_us=-1`, or the fair server switched off: nothing runs beside a real-time hog. */
  readonly realtimeUnlimited?: boolean;
  /** Idle CPUs that were onlined again after boot: their idle tasks entered the idle loop's outer functions anew. */
  readonly reonlined?: readonly number[];
  readonly tasks: readonly Task[];
}
