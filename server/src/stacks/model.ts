/** How a function comes to be on a stack; ARCHITECTURE.md explains each. */
export type ResidencyKind =
  | 'idle-outer'
  | 'idle-inner'
  | 'scheduler'
  | 'thread-main'
  | 'thread-wait'
  | 'syscall-wait'
  | 'user-exit'
  | 'preempted'
  | 'interrupt'
  | 'transient'
  | 'leaf';

/** In what state a task waits (`include/linux/sched.h`). */
export type WaitState =
  | 'interruptible'
  | 'killable'
  | 'uninterruptible'
  | 'idle'
  | 'stopped'
  | 'traced'
  | 'parked'
  | 'frozen';

/** How long a task waits. */
export type WaitBound = 'forever' | 'event' | 'timeout';

/** A place where a task leaves the CPU. */
export interface Wait {
  readonly state: WaitState;
  readonly bound: WaitBound;
  /** TASK_FREEZABLE is in the state. */
  readonly freezable: boolean;
  /** How long a timeout is at most, where the source tells; absent where it is not known, and without a timeout. */
  readonly seconds?: number;
  /** A fake signal that is told by TIF_NOTIFY_SIGNAL wakes the task only to sleep on; absent elsewhere. */
  readonly deaf?: true;
}

/** How sure a step or an answer is: taken from symbols, from the source, or supposed. */
export type Certainty = 'certain' | 'likely' | 'guess';

/** One step of a call path: `function` calls the next step's function at `file`:`line`. */
export interface PathStep {
  readonly function: string;
  /** Path in the tree and one-based line; where the call to the next step stands (last step: its definition). */
  readonly file: string;
  readonly line: number;
  readonly certainty: Certainty;
}

/**
 * Whether a task comes to wait there in the function's ordinary business (`main`), or only where
 * something unusual stands behind it: a file system whose server hangs, a debugger, user faults
 * (`side`).
 */
export type Business = 'main' | 'side';

/** One way in which a function is on a stack, with what shows it. */
export interface Residency {
  readonly kind: ResidencyKind;
  readonly business: Business;
  /** Whose stack: `swapper/N`, a thread's name pattern, `nanosleep(2)`; in plain words where it is many. */
  readonly task: string;
  readonly wait: Wait | undefined;
  /** From the task's root through the function to where it leaves the CPU; empty for `leaf`. */
  readonly path: readonly PathStep[];
  /** One sentence a reader can check. */
  readonly evidence: string;
  readonly certainty: Certainty;
}

/** Whether ftrace, and so livepatch, can hook a function. */
export interface Patchability {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** One sentence: why. */
  readonly reason: string;
  /** What shows it: file and line, Makefile flag, symbol list. */
  readonly evidence: string;
}

/**
 * When tasks enter a function: at each `call`; or once, so that those in it never run new code: at
 * the `boot` of the machine, at the start of a CPU, at the start of a thread.
 */
export type EntryTime = 'call' | 'boot' | 'cpu-start' | 'thread-start';

/** When a function is entered. */
export interface Entry {
  readonly when: EntryTime;
  /** One sentence that a reader can check; empty for `call`. */
  readonly evidence: string;
}

/** All that is known of one function. */
export interface FunctionAnswer {
  readonly name: string;
  /** Path in the tree and one-based line. */
  readonly file: string;
  readonly line: number;
  readonly patchable: Patchability;
  readonly entry: Entry;
  /** At least one, the worst first. */
  readonly residency: readonly Residency[];
  /** What has to be patched in its stead where the compiler inlined it; itself alone otherwise. */
  readonly effectiveSet: readonly string[];
}

/** Where answers come from, for the reader. */
export interface KnowledgeOrigin {
  readonly kind: 'bundled' | 'tree' | 'none';
  /** Kernel release, for example `6.1.192`. */
  readonly release: string;
  /** "bundled facts for Linux 6.1.192 (Debian configuration)", "the tree at /src/linux". */
  readonly description: string;
}

/** A function that another calls. */
export interface Callee {
  readonly name: string;
  /** Path in the tree. */
  readonly file: string;
  /** One-based line of the first call, in the caller's file. */
  readonly line: number;
  /** In how many files it is called or given away, where that is known: how common it is. */
  readonly usedIn?: number;
}

/** Answers questions about a kernel's functions, from a tree or from bundled facts. */
export interface FunctionKnowledge {
  readonly origin: KnowledgeOrigin;
  /**
   * What is known of `name`; with `file` (path in the tree) the one defined there.
   * `undefined` when the kernel has no such function, or it is not among the facts.
   */
  lookup(name: string, file?: string): FunctionAnswer | undefined;
  /**
   * Functions that `name` calls, those first that the fewest files use; as far as they are known, which
   * bundled facts are only of functions whose paths lead through `name`. Absent where no calls are kept.
   */
  callees?(name: string, file?: string): readonly Callee[];
  /** The lines of a file of the tree; `undefined` for one that is not there. Absent where there is no tree. */
  source?(file: string): readonly string[] | undefined;
}
