import type { KernelProfile } from './model.ts';

/** A kernel version as [major, minor]. */
export type Version = readonly [number, number];

/** Something that changed in mainline: from `since` on, `set` holds. */
export interface ProfileFact {
  readonly since: Version;
  readonly set: Partial<KernelProfile>;
  /** Where it can be looked up. */
  readonly source: string;
}

/**
 * What each mainline version brought, oldest first; a later entry overrides an earlier one. All
 * functions are in `kernel/livepatch/transition.c` unless named otherwise.
 */
export const profileFacts: readonly ProfileFact[] = [
  {
    since: [4, 12],
    source: 'the per-task consistency model; `immediate` in include/linux/livepatch.h',
    set: {
      consistency: 'per-task',
      signalFirstTry: undefined,
      signalEveryTries: 15,
      signalOnRequest: false,
      immediateFlag: true,
      force: false,
      forcePins: 'every-patch',
      atomicReplace: false,
      kicksIdleCpus: false,
      forcedIdlePick: false,
      condReschedHook: false,
      freezableScheduleHook: false,
      retryLeavesIdleCpus: false,
      startInterruptsCpus: false,
      loadInterruptsCpus: false,
      fakeSignalsNotify: false,
      guestLeavesOnSignal: true,
      realtimeRelief: 'throttling',
      pauseReachesIdle: true,
      idleSwitchesIn: 'do_idle',
    },
  },
  {
    since: [4, 16],
    source: '`signal` and `force` in kernel/livepatch/core.c; `immediate` removed',
    set: { signalOnRequest: true, immediateFlag: false, force: true },
  },
  {
    since: [5, 1],
    source: 'SIGNALS_TIMEOUT in klp_try_complete_transition(); `signal` removed; klp_patch.replace',
    set: { signalFirstTry: 16, signalOnRequest: false, atomicReplace: true },
  },
  {
    since: [5, 2],
    source:
      'do_free_init() frees VM_FLUSH_RESET_PERMS memory: flush_tlb_kernel_range() on every CPU (x86); measured on 6.1.192: a tickless hog, running at the first try, is switched at the second',
    set: { loadInterruptsCpus: true },
  },
  {
    since: [5, 13],
    source: 'set_notify_signal() in klp_send_signals(); not handled in arch/x86/kvm guest loop',
    set: { guestLeavesOnSignal: false, fakeSignalsNotify: true },
  },
  {
    since: [5, 16],
    source: 'wake_up_if_idle() in klp_try_complete_transition()',
    set: { kicksIdleCpus: true },
  },
  {
    since: [5, 19],
    source: 'xfer_to_guest_mode_work() in kernel/entry/kvm.c handles TIF_NOTIFY_SIGNAL',
    set: { guestLeavesOnSignal: true },
  },
  {
    since: [6, 1],
    source: 'klp_force_transition() marks the replaced or the reverted patch only',
    set: { forcePins: 'this-patch' },
  },
  {
    since: [6, 4],
    source:
      'klp_cond_resched_enable() in klp_start_transition(), klp_cond_resched() in cond_resched()',
    set: { condReschedHook: true, startInterruptsCpus: true },
  },
  {
    since: [6, 9],
    source:
      'tmigr_handle_remote() in kernel/time/timer_migration.c expires the timers of idle CPUs; delayed_work_timer_fn() in kernel/workqueue.c queues the work where it runs, pinned only beside HK_TYPE_TIMER; seen on 6.12.117 and 7.3.4: klp_transition_work_fn() moves to the CPU of a hog and stays there',
    set: { retryLeavesIdleCpus: true },
  },
  {
    since: [6, 12],
    source:
      'fair_server in kernel/sched/deadline.c; the pause measured on 6.12.117: open 12 s after it',
    set: { realtimeRelief: 'fair-server', pauseReachesIdle: false },
  },
  {
    since: [6, 16],
    source: 'klp_sched_try_switch() in __schedule(), only with TASK_FREEZABLE in the state',
    set: { condReschedHook: false, freezableScheduleHook: true },
  },
  {
    since: [7, 3],
    source: 'measured on 7.3.4: a pause of 10 ms frees the idle task in each of three runs',
    set: { pauseReachesIdle: true },
  },
];

/**
 * The first version that distributions build with CONFIG_PREEMPTION though it runs as voluntary
 * (CONFIG_PREEMPT_DYNAMIC beside CONFIG_PREEMPT_VOLUNTARY, kernel/Kconfig.preempt).
 */
export const dynamicPreemptionSince: Version = [5, 16];

/** The first version whose architecture code has reliable stack traces; others have none through 7.3. */
export const reliableStacksSince: Readonly<Record<string, Version>> = {
  x86_64: [4, 12],
  ppc64le: [4, 17],
  s390x: [5, 1],
  loongarch64: [6, 3],
  arm64: [6, 17],
};
