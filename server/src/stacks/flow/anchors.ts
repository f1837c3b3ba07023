/**
 * The fixed points from which everything else is computed. Each is one function of the kernel whose
 * meaning is settled by where it is defined; all other roles follow from the call graph.
 */
export interface Anchors {
  /** The one place where a task leaves its CPU (`kernel/sched/core.c`, `__schedule()`). */
  readonly leaveCpu: string;
  /** What a task calls to wait; the state set before says for what (`kernel/sched/core.c`, `schedule()`). */
  readonly sleep: string;
  /**
   * What goes to sleep as that does, in the state of its caller, but not by it: since 6.6 and 5.16
   * (`kernel/sched/core.c`).
   */
  readonly sleepAlike: readonly string[];
  /** A voluntary point of preemption, not a wait (`kernel/sched/core.c`, `__cond_resched()`). */
  readonly yields: readonly string[];
  /** The start of every idle task (`kernel/sched/idle.c`, `cpu_startup_entry()`). */
  readonly idle: string;
  /** The start of every thread made by `kthread_create()` (`kernel/kthread.c`, `kthread()`). */
  readonly kthread: string;
  /** The first thing a new task runs (`arch/x86/entry/entry_64.S`, `arch/x86/kernel/process.c`). */
  readonly fork: readonly string[];
  /** What makes a thread that begins in the function given, without `kthread()` below it (`kernel/fork.c`). */
  readonly forking: readonly string[];
  /** Where signals are taken on the way to user mode (`kernel/signal.c`, `get_signal()`). */
  readonly signals: string;
  /** Where a frozen task stands (`kernel/freezer.c`); before 6.1 its state does not say so. */
  readonly refrigerator: string;
  /** Before a wait in which the freezer leaves a task, before 6.1 (`include/linux/freezer.h`). */
  readonly uncounted: string;
  /** What takes a fake signal's mark away, from 5.13 on (`include/linux/sched/signal.h`). */
  readonly clearsFakeSignal: readonly string[];
  /** The macros that define handlers of exceptions, in which a task can sleep (`asm/idtentry.h`). */
  readonly exceptions: RegExp;
  /** The macros that define what the processor enters, of any kind (`asm/idtentry.h`, `asm/fred.h`). */
  readonly entries: RegExp;
  /** A thread that asks this in its loop lives until it is told to end (`kernel/kthread.c`). */
  readonly threadLoop: readonly string[];
  /** A thread that calls this becomes a user process (`fs/exec.c`). */
  readonly becomesUser: readonly string[];
  /** What arms a timer: a wait that does so first is bounded (`kernel/time/timer.c`, `kernel/time/hrtimer.c`). */
  readonly timers: readonly string[];
  /**
   * What calls a system call by its number, through a list that only the build makes
   * (`asm/syscalls_64.h`; `arch/x86/entry/common.c`, `arch/x86/entry/syscall_64.c`).
   */
  readonly callsByNumber: readonly string[];
  /** What every system call of the architecture's own kind goes through (`arch/x86/entry/common.c`). */
  readonly anyCall: string;
  /** What runs the work that a task left for its way to user mode (`kernel/task_work.c`). */
  readonly taskWork: string;
  /**
   * Where a file's last reference is gone (`fs/file_table.c`), and who is there in ordinary life: the task that closed
   * it, on its way to user mode or, since 6.6, at once.
   */
  readonly fileEnd: { readonly name: string; readonly task: string };
  /** What runs softirqs, in which nobody can sleep (`kernel/softirq.c`). */
  readonly softirqs: readonly string[];
  /** Where sleeping locks live; a wait in there is for a lock, short by its nature. */
  readonly lockDirectory: string;
  /** Waits in there for a lock that user space holds, as long as it likes (`kernel/futex/pi.c`). */
  readonly userLocks: readonly string[];
  /** Waits for a device (`kernel/sched/core.c`): the state is the caller's, the length the device's. */
  readonly deviceWaits: readonly string[];
  /**
   * Callable from any context by contract, so that no sleep is looked for behind them, whatever
   * their code can do in others (`Documentation/core-api/printk-basics.rst`, `kernel/panic.c`,
   * the comments on `kfree()` in `mm/slub.c` and on `call_rcu()` in `kernel/rcu/tree.c`,
   * `include/linux/preempt.h` for `migrate_enable()`, `lib/stackdepot.c`). `try_to_wake_up()` holds a
   * raw spinlock (`kernel/sched/core.c`), `__rcu_read_unlock()` ends code that must not sleep
   * (`kernel/rcu/tree_plugin.h`), `kvfree_call_rcu()` sleeps for those only who give it no head
   * (`kfree_rcu_mightsleep()`, `include/linux/rcupdate.h`), `__put_task_struct()` frees for whoever lets a task go
   * (`include/linux/sched/task.h`), and `vsnprintf()` serves them all.
   */
  readonly anyContext: readonly string[];
}

/** The anchors of Linux 4.12 and later on x86-64; names that a kernel lacks are passed over. */
export const linuxAnchors: Anchors = {
  leaveCpu: '__schedule',
  sleep: 'schedule',
  sleepAlike: ['rt_mutex_schedule', 'schedule_rtlock'],
  yields: ['__cond_resched', '_cond_resched', 'preempt_schedule_common'],
  idle: 'cpu_startup_entry',
  kthread: 'kthread',
  fork: ['ret_from_fork', 'ret_from_fork_asm'],
  forking: ['kernel_thread', 'user_mode_thread'],
  signals: 'get_signal',
  refrigerator: '__refrigerator',
  uncounted: 'freezer_do_not_count',
  clearsFakeSignal: ['clear_notify_signal', 'tracehook_notify_signal'],
  exceptions: /^DEFINE_IDTENTRY(?!_(SYSVEC|IRQ|NMI|MCE|DF|VC|DEBUG))/,
  entries: /^DEFINE_(IDTENTRY|FREDENTRY)/,
  threadLoop: ['kthread_should_stop', 'kthread_freezable_should_stop', 'kthread_should_park'],
  becomesUser: ['kernel_execve', 'do_execve'],
  timers: [
    '__mod_timer',
    'mod_timer',
    'add_timer',
    'hrtimer_start',
    'hrtimer_start_range_ns',
    'hrtimer_start_expires',
    'hrtimer_sleeper_start_expires',
  ],
  callsByNumber: [
    'do_syscall_64',
    'do_syscall_x64',
    'do_syscall_x32',
    'x64_sys_call',
    'x32_sys_call',
    'ia32_sys_call',
    'do_syscall_32_irqs_on',
    '__do_fast_syscall_32',
    'do_fast_syscall_32',
    'do_int80_syscall_32',
    'do_int80_emulation',
  ],
  anyCall: 'do_syscall_64',
  taskWork: 'task_work_run',
  fileEnd: { name: '__fput', task: 'close(2)' },
  softirqs: ['__do_softirq', 'handle_softirqs'],
  lockDirectory: 'kernel/locking/',
  userLocks: ['rt_mutex_wait_proxy_lock'],
  deviceWaits: ['io_schedule', 'io_schedule_timeout'],
  anyContext: [
    '_printk',
    'printk',
    'vprintk',
    'vprintk_emit',
    '_dev_printk',
    '__warn_printk',
    'warn_slowpath_fmt',
    '__warn',
    'panic',
    'kfree',
    'kmem_cache_free',
    'call_rcu',
    'kvfree_call_rcu',
    '__rcu_read_unlock',
    'try_to_wake_up',
    '__put_task_struct',
    'vsnprintf',
    'migrate_enable',
    '__stack_depot_save',
    'stack_depot_save_flags',
    'dump_stack',
    'dump_stack_lvl',
  ],
};
