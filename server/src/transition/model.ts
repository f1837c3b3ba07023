import type { Machine } from '../machine/model.ts';

/** What a kernel does in a transition; `profile-facts.ts` names the version that brought each field. */
export interface KernelProfile {
  /** `4.12`, `5.10`, `6.1`, `6.12` …, or `kgraft`: the id used in files and on the command line. */
  readonly id: string;
  /** For the reader: "Linux 6.1 (x86_64)". */
  readonly title: string;
  /** How tasks come to be switched: by stack check too, or (kGraft) at their safe points alone. */
  readonly consistency: 'per-task' | 'safe-points';
  /** The failed try, counted from 1, that sends the first fake signals; `undefined`: none by itself. */
  readonly signalFirstTry: number | undefined;
  /** Tries from one round of fake signals to the next. */
  readonly signalEveryTries: number;
  /** Fake signals by hand: `echo 1 > /sys/kernel/livepatch/PATCH/signal`. */
  readonly signalOnRequest: boolean;
  /** `struct klp_patch` has `immediate`: switch everything at once, without consistency. */
  readonly immediateFlag: boolean;
  /** `echo 1 > /sys/kernel/livepatch/PATCH/force`. */
  readonly force: boolean;
  /** What can never be unloaded after a force. */
  readonly forcePins: 'every-patch' | 'this-patch';
  /** A patch can replace all earlier ones (`struct klp_patch`'s `replace`). */
  readonly atomicReplace: boolean;
  /** Idle CPUs are kicked after a failed try (`wake_up_if_idle()`). */
  readonly kicksIdleCpus: boolean;
  /** kGraft's hunk in `pick_next_task()`: the idle task is picked while it is not switched. */
  readonly forcedIdlePick: boolean;
  /** `cond_resched()` tries to switch the current task. */
  readonly condReschedHook: boolean;
  /** `__schedule()` tries it when the outgoing state has TASK_FREEZABLE. */
  readonly freezableScheduleHook: boolean;
  /**
   * The timer of the retry, armed on a CPU that idles when it is due, is expired by one that does not, if
   * there is one, and the retry work runs there from then on. Not where CPUs are kept from timers
   * (`nohz_full=`, `isolcpus=`): then the timer is pinned.
   */
  readonly retryLeavesIdleCpus: boolean;
  /** Starting a transition interrupts every CPU (a static call or key is patched). */
  readonly startInterruptsCpus: boolean;
  /** Once a module is loaded, the memory of its init part is freed, which interrupts every CPU. */
  readonly loadInterruptsCpus: boolean;
  /** A fake signal is told by TIF_NOTIFY_SIGNAL, which some loops take away themselves; before, by TIF_SIGPENDING. */
  readonly fakeSignalsNotify: boolean;
  /** A fake signal brings a vCPU thread out of the guest loop to user mode. */
  readonly guestLeavesOnSignal: boolean;
  /** What gives other tasks time beside a real-time hog: throttling lets the idle task in, the fair server does not. */
  readonly realtimeRelief: 'throttling' | 'fair-server';
  /**
   * Whether the idle task gets in when a real-time hog stops for some 10 ms beside the fair server:
   * measured, it hangs on how much the ordinary tasks have to catch up on that waited for the CPU.
   */
  readonly pauseReachesIdle: boolean;
  /** When a busy loop in the kernel gives up the CPU: at `cond_resched()` only, or anywhere. */
  readonly preemption: 'voluntary' | 'full' | 'lazy';
  /**
   * Taking a patch's handlers away waits for every task to have left the CPU of its own will:
   * `synchronize_rcu_tasks()` in `ftrace_shutdown()` (kernel/trace/ftrace.c, since 4.12) of kernels with
   * CONFIG_PREEMPTION.
   */
  readonly unpatchWaitsForRcuTasks: boolean;
  /** The architecture has reliable stack traces. */
  readonly reliableStacks: boolean;
  /** The function at whose end the idle task switches itself; its callers stay on that stack. */
  readonly idleSwitchesIn: string;
}

/** In which direction the transition goes. */
export type Direction = 'load' | 'replace' | 'disable';

/** A question for the simulator. */
export interface Scenario {
  /** For the reader: "an idle CPU that nothing wakes". */
  readonly title: string;
  readonly profile: KernelProfile;
  readonly machine: Machine;
  /** Names of the functions looked for on stacks: the effective set. */
  readonly functions: readonly string[];
  readonly direction: Direction;
  /** Livepatches that are already in, oldest first: the functions that each redirects. */
  readonly earlier?: readonly (readonly string[])[];
  /** The new functions are thunks that jump into the old bodies, and so leave no frames of their own. */
  readonly jumpThunks?: boolean;
  /**
   * The CPU on which the transition is started, and so its retry work runs; `any` asks about all of
   * them. When left out, the first CPU that idles, else the first that serves ordinary programs.
   */
  readonly retryCpu?: number | 'any';
  /** Another transition has not ended yet. */
  readonly underWay?: boolean;
  /** `klp_patch.immediate`, on kernels that have it: no transition. */
  readonly immediate?: boolean;
}

/**
 * Why the kernel could not switch a task (`klp_try_switch_task()`), or why the completion hangs once
 * all are switched: a kworker waits for its CPU, or RCU for a task that never sleeps.
 */
export type BlockReason =
  | 'is running'
  | 'has an unreliable stack'
  | 'is sleeping on function'
  | 'has not passed a safe point'
  | 'is waiting for the CPU'
  | 'never leaves the CPU of its own will';

/** A task that keeps the transition open. */
export interface Blocker {
  /** `swapper/1`, `hog/1`, a task's name. */
  readonly task: string;
  readonly reason: BlockReason;
  /** The function it sleeps on, with `is sleeping on function`. */
  readonly function: string | undefined;
}

/** Something that happened in a run. */
export interface TraceEvent {
  /** Seconds since the transition began. */
  readonly seconds: number;
  readonly cpu: number | undefined;
  readonly task: string | undefined;
  readonly what:
    | 'start'
    | 'try'
    | 'refused'
    | 'switched'
    | 'signal'
    | 'kick'
    | 'run'
    | 'sleep'
    | 'wake'
    | 'strategy'
    | 'complete'
    | 'open';
  /** One sentence. */
  readonly text: string;
  /** The kernel function that does it. */
  readonly by: string | undefined;
}

/** How a transition ends. */
export type Outcome = 'completes' | 'stalls' | 'may-stall';

/**
 * What a completed transition leaves: everybody `switched` as was asked; `reversed`, everybody back where
 * the transition began; `forced` through, or `immediate` from the start, both without consistency.
 */
export type Ending = 'switched' | 'reversed' | 'forced' | 'immediate';

/** What happened in the run that goes against the clock. */
export interface TimedRun {
  /** Until completion; `undefined` when still open at the end. */
  readonly seconds: number | undefined;
  /** When the run was given up, in seconds. */
  readonly limit: number;
  readonly tries: number;
  readonly signalRounds: number;
  /** Those still open at the end. */
  readonly blockers: readonly Blocker[];
  readonly firstTry: readonly Blocker[];
  readonly trace: readonly TraceEvent[];
}

/** How the outcome for all runs is known. */
export interface ProofNote {
  /** False when the search gave up at its bound: the outcome is what was seen up to there. */
  readonly complete: boolean;
  /** States looked at; alike CPUs and tasks are looked at once. */
  readonly states: number;
}

/** What the simulator found. */
export interface Verdict {
  /** For all fair runs. */
  readonly outcome: Outcome;
  /** What it leaves when it completes. */
  readonly ending: Ending;
  /**
   * Until completion, in the worst fair run; that of the timed run where there is no worst one;
   * `undefined` when not every run completes.
   */
  readonly seconds: number | undefined;
  /** Whether `seconds`, `tries` and `signalRounds` hold for every fair run. */
  readonly bounded: boolean;
  readonly tries: number;
  readonly signalRounds: number;
  /** Those still open at the end of the run; empty for `completes`. */
  readonly blockers: readonly Blocker[];
  /** Those that refused at the first try, whatever came later. */
  readonly firstTry: readonly Blocker[];
  readonly flags: readonly ('no-effect' | 'unsafe')[];
  /** A completing run for `completes`, one that stays open otherwise. */
  readonly trace: readonly TraceEvent[];
  /** With `may-stall`, a run that completes. */
  readonly otherTrace: readonly TraceEvent[];
  readonly timed: TimedRun;
  readonly proof: ProofNote;
}

/** What frees a blocker. */
export type StrategyId =
  | 'wait'
  | 'flush-schedule-on-each-cpu'
  | 'flush-busy-program'
  | 'stop-hog'
  | (string & {});

/** A strategy, run in a scenario. */
export interface StrategyOutcome {
  readonly id: StrategyId;
  /** In the imperative: "Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT)". */
  readonly title: string;
  /** What it does and why it works or not in this scenario; one or two sentences. */
  readonly explanation: string;
  /** What it does to the workload; empty when nothing. */
  readonly risk: string;
  /** How to do it: commands or code for a person to read, one step a line. */
  readonly how?: string;
  readonly verdict: Verdict;
  /** What was run in the scenario's stead, by a strategy that changes the patch or the machine beforehand. */
  readonly asked?: Scenario;
  /** True when the transition completes with it and did not, or only much later, without. */
  readonly helps: boolean;
}
