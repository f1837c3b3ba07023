/**
 * What `livepatch-check confirm` tells a program: with `--progress json` each line of standard error is
 * one {@link ConfirmLine}; with `--format json` standard output is one {@link ConfirmReport}.
 */
export type ConfirmLine = ConfirmProgress | ConfirmFault;

/** One step of the way. */
export interface ConfirmProgress {
  /** For the reader: "booting with 4 cases". */
  readonly message: string;
  /** Cases that have been answered, of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Why there is no report; the last line before exit code 2. */
export interface ConfirmFault {
  readonly error: string;
}

/** A task that kept the transition open, as `/proc` told of it. Idle tasks are not there. */
export interface ConfirmedTask {
  readonly task: string;
  readonly pid: number;
  /** The letter of `/proc/PID/stat`. */
  readonly state: string;
  /** Innermost first; functions of `.sched.text` are left out by the kernel. */
  readonly stack: readonly string[];
}

/** What a strategy did on the stalled transition. */
export interface ConfirmedStrategy {
  /** `stop-10ms`, `reverse` …: the kernel laboratory's own names. */
  readonly strategy: string;
  /** "the hog stopped for 10 ms" */
  readonly title: string;
  readonly freed: boolean;
  /** Until completion, or until it was given up. */
  readonly seconds: number;
}

/** What the simulator says of the same function on such a machine. */
export interface SimulatedOutcome {
  /** `idle`, `hog1` …: the workload, on a machine like the virtual one. */
  readonly scenario: string;
  readonly outcome: 'completes' | 'stalls' | 'may-stall';
  /** Of the timed run; `null`: still open when it was given up. */
  readonly seconds: number | null;
}

/** One function under one workload. */
export interface ConfirmReportCase {
  readonly function: string;
  /** `idle`, `hog1`, `sleepers` or `stopped`. */
  readonly workload: string;
  /** "a CPU hog on CPU 1" */
  readonly title: string;
  readonly outcome: 'complete' | 'stalled' | 'not-loadable' | 'hangs' | 'lost';
  /** Until completion, or that it was watched for. */
  readonly seconds: number;
  /** The kernel's own words on each task at the last try: `swapper/1:0 is sleeping on function do_idle`. */
  readonly blockers: readonly string[];
  readonly tasks: readonly ConfirmedTask[];
  /** What the kernel said meanwhile. */
  readonly messages: readonly string[];
  /** Why it was not loadable (`EINVAL: ftrace cannot hook it`); `null` otherwise. */
  readonly error: string | null;
  readonly strategies: readonly ConfirmedStrategy[];
  readonly simulated: readonly SimulatedOutcome[];
  /** Whether the kernel did what the simulator said; `null` where the two cannot be compared. */
  readonly agrees: boolean | null;
}

/** The answer of a real kernel, with the simulator's beside it. */
export interface ConfirmReport {
  readonly format: 1;
  /** As `uname -r` says. */
  readonly release: string;
  /** "2 emulated CPUs, 512 MiB, booted in 12 s" */
  readonly machine: string;
  readonly cases: readonly ConfirmReportCase[];
  /** Cases that were not reached within the time given. */
  readonly unasked: number;
  /** Sentences: what this cannot show. */
  readonly limits: readonly string[];
  /** All of it as text for a reader. */
  readonly text: string;
}
