/** Scheduling policies (`include/uapi/linux/sched.h`). */
export type Policy = 'other' | 'batch' | 'idle' | 'fifo' | 'rr' | 'deadline';

/** The state a sleeping task is in, as far as the transition can tell states apart. */
export type SleepState =
  | 'interruptible'
  | 'killable'
  | 'uninterruptible'
  | 'idle'
  | 'stopped'
  | 'traced'
  | 'parked'
  | 'frozen';

/** What ends a sleep: nothing, something that comes in its own time, or a number of seconds. */
export type WakeUp =
  | { readonly kind: 'never' }
  | { readonly kind: 'event' }
  | { readonly kind: 'after'; readonly seconds: number };

/**
 * One step of a task's program. A stack lists function names, innermost first, as the kernel's own
 * stack check sees them.
 */
export type Step =
  | { readonly do: 'run-user' }
  | {
      readonly do: 'run-kernel';
      readonly stack: readonly string[];
      /** Whether the loop calls `cond_resched()`. */
      readonly yields: boolean;
    }
  | {
      readonly do: 'sleep';
      readonly stack: readonly string[];
      readonly state: SleepState;
      /** TASK_FREEZABLE is in the state. */
      readonly freezable: boolean;
      readonly wake: WakeUp;
      /**
       * Functions that stay on the stack however often this sleep ends (a thread's own loop): a wake-up
       * brings the task back to sleep inside them.
       */
      readonly home: readonly string[];
    }
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
  /** Done in order; after the last step it starts anew. */
  readonly program: readonly Step[];
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
  readonly idle: IdleStacks;
  /**
   * Whether the machine's own background work (timers, kworkers) now and then wakes every CPU;
   * false on a quiet, isolated or many-CPU machine.
   */
  readonly background: boolean;
  readonly tasks: readonly Task[];
}
