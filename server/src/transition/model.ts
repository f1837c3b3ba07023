import type { Machine } from '../machine/model.ts';

/** What a kernel does in a transition; each field names the version that brought it. */
export interface KernelProfile {
  /** `4.12`, `5.10`, `6.1`, `6.12` …: the id used in files and on the command line. */
  readonly id: string;
  /** For the reader: "Linux 6.1 (x86-64)". */
  readonly title: string;
  /** Seconds until fake signals begin, counted in failed tries; `undefined`: never by themselves (before 5.1). */
  readonly signalFirstTry: number | undefined;
  /** Tries from one round of fake signals to the next. */
  readonly signalEveryTries: number;
  /** 5.16: idle CPUs are kicked after a failed try (`wake_up_if_idle()`). */
  readonly kicksIdleCpus: boolean;
  /** 6.4 to 6.15: `cond_resched()` tries to switch the current task. */
  readonly condReschedHook: boolean;
  /** 6.16: `__schedule()` tries it when the outgoing state has TASK_FREEZABLE. */
  readonly freezableScheduleHook: boolean;
  /** Which mechanism gives other tasks time beside a FIFO hog: throttling (to 6.11) lets the idle task in, the fair server does not. */
  readonly realtimeRelief: 'throttling' | 'fair-server' | 'none';
  /** The architecture has reliable stack traces. */
  readonly reliableStacks: boolean;
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
}

/** Why the kernel could not switch a task (`klp_try_switch_task()`). */
export type BlockReason = 'is running' | 'has an unreliable stack' | 'is sleeping on function';

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

/** What the simulator found. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Until completion, in the worst fair run; `undefined` when there is none. */
  readonly seconds: number | undefined;
  readonly tries: number;
  readonly signalRounds: number;
  /** Those still open at the end of the run; empty for `completes`. */
  readonly blockers: readonly Blocker[];
  /** Those that refused at the first try, whatever came later. */
  readonly firstTry: readonly Blocker[];
  readonly flags: readonly ('no-effect' | 'unsafe')[];
  readonly trace: readonly TraceEvent[];
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
  readonly verdict: Verdict;
  /** True when the transition completes with it and did not, or only much later, without. */
  readonly helps: boolean;
}
