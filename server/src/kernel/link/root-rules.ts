import type { RootKind } from '../model.ts';

/** A function given to `callee` as argument `argument` (zero-based) is entered by something of `kind`. */
export interface ArgumentRule {
  readonly callee: string;
  readonly argument: number;
  readonly kind: RootKind;
  /** The argument that names the thread, where there is one. */
  readonly label: number | undefined;
}

/** A function put into `struct.field` is entered by something of `kind`. */
export interface FieldRule {
  readonly struct: string;
  readonly field: string;
  readonly kind: RootKind;
  /** Whether a function that something is known to start a thread with is passed over. */
  readonly unlessThread?: boolean;
}

/**
 * The kernel's own ways to start something. Wrappers and macros (`kthread_run`, `INIT_WORK`) need no
 * entry: the tree tells what they come to.
 */
export const argumentRules: readonly ArgumentRule[] = [
  // include/linux/kthread.h
  { callee: 'kthread_create_on_node', argument: 0, kind: 'thread', label: 3 },
  { callee: 'kthread_create_on_cpu', argument: 0, kind: 'thread', label: 3 },
  { callee: 'kthread_run_on_cpu', argument: 0, kind: 'thread', label: 3 },
  // include/linux/sched/task.h
  { callee: 'kernel_thread', argument: 0, kind: 'thread', label: 2 },
  { callee: 'user_mode_thread', argument: 0, kind: 'thread', label: undefined },
  { callee: 'create_io_thread', argument: 0, kind: 'io-thread', label: undefined },
  // include/linux/sched/vhost_task.h
  { callee: 'vhost_task_create', argument: 0, kind: 'io-thread', label: 2 },
  // include/linux/interrupt.h
  { callee: 'request_threaded_irq', argument: 1, kind: 'interrupt', label: 4 },
  { callee: 'request_irq', argument: 1, kind: 'interrupt', label: 3 },
  { callee: 'request_percpu_irq', argument: 1, kind: 'interrupt', label: 2 },
];

export const fieldRules: readonly FieldRule[] = [
  // include/linux/workqueue.h, timer.h, hrtimer.h, interrupt.h, smpboot.h, smp.h
  { struct: 'work_struct', field: 'func', kind: 'work' },
  { struct: 'timer_list', field: 'function', kind: 'timer' },
  { struct: 'hrtimer', field: 'function', kind: 'timer' },
  { struct: 'tasklet_struct', field: 'func', kind: 'tasklet' },
  { struct: 'tasklet_struct', field: 'callback', kind: 'tasklet' },
  { struct: 'irqaction', field: 'handler', kind: 'interrupt' },
  // include/linux/sched/task.h: given to kernel_clone() and copy_process()
  { struct: 'kernel_clone_args', field: 'fn', kind: 'thread', unlessThread: true },
  { struct: 'smp_hotplug_thread', field: 'thread_fn', kind: 'per-cpu-thread' },
];

/** Entered once per CPU and never left (`kernel/sched/idle.c`; called by `rest_init` and the CPUs' start code). */
export const idleEntry = 'cpu_startup_entry';
