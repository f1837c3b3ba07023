import type { Direction, Outcome, Verdict } from '../transition/model.ts';

/** What a step of a run is about. */
export type StepKind =
  | 'start'
  | 'try'
  | 'quiet-tries'
  | 'kick'
  | 'signal'
  | 'switch'
  | 'move'
  | 'strategy'
  | 'complete'
  | 'open';

/**
 * One step of a run: what happens at the same moment and for the same reason, on however many lanes.
 * Tries that change nothing are one step together (`quiet-tries`).
 */
export interface Step {
  readonly kind: StepKind;
  /** Seconds since the transition began; `until` is the same but for `quiet-tries`. */
  readonly seconds: number;
  readonly until: number;
  /** Tries made in it, 0 or more. */
  readonly tries: number;
  /** One sentence without a full stop: "Try 1 fails for 2 tasks". */
  readonly title: string;
  /** Further sentences, one for each thing that happened; tasks with the same fate share one. */
  readonly details: readonly string[];
}

/** What a task, or whoever has a CPU, does for a while. */
export interface Activity {
  readonly what: 'idle' | 'runs' | 'sleeps' | 'waits' | 'absent';
  /** In a few words: `hog/1`, `asleep, interruptible`. */
  readonly label: string;
  /** Function names, innermost first, as the stack check would find them; empty when it finds none. */
  readonly stack: readonly string[];
  /** The function among them that the check looks for. */
  readonly hit: string | undefined;
}

/** An activity with the step that it begins at; it lasts until the lane's next one. */
export interface Stretch {
  readonly from: number;
  readonly activity: Activity;
}

/** Something that a step did to one lane. */
export interface Mark {
  readonly step: number;
  readonly kind: 'refused' | 'kick' | 'signal' | 'switched' | 'work';
  /** In the kernel's words where it has some: "is sleeping on function do_idle". */
  readonly text: string;
}

/** A patch state with the step that it begins at. */
export interface PatchState {
  readonly from: number;
  readonly isAfter: boolean;
}

/** A CPU with its idle task, or another task. */
export interface Lane {
  /** `cpu:1`, `task:hog/1`: unique in its film. */
  readonly id: string;
  readonly kind: 'cpu' | 'user' | 'kthread' | 'io-worker';
  /** `CPU 1`, a task's name; for folded lanes the first and the last of them. */
  readonly title: string;
  readonly subtitle: string;
  /** How many lanes this one stands for. */
  readonly members: number;
  /** At least one, in order; the first begins at step 0. */
  readonly stretches: readonly Stretch[];
  /** Patch states of the task (on a CPU's lane: of its idle task), in order; the first begins at step 0. */
  readonly states: readonly PatchState[];
  /** Whether it holds the transition up when the run ends. */
  readonly blocks: boolean;
  readonly marks: readonly Mark[];
}

/** What the two patch states of a direction are called. */
export interface StateNames {
  readonly before: string;
  readonly after: string;
}

/** One run of a transition, told step by step: all that a drawing or a description needs. */
export interface Film {
  /** For the reader: "do_idle, a CPU hog on CPU 1". */
  readonly title: string;
  /** "Linux 6.1 (x86_64), without help", the strategy's title. */
  readonly subtitle: string;
  readonly functions: readonly string[];
  readonly direction: Direction;
  readonly states: StateNames;
  /**
   * Whether it is told from the beginning and for the whole machine. Otherwise it is a proof for a part of
   * it, whose times between tries are only an order.
   */
  readonly isWhole: boolean;
  /** Whether this run ends. */
  readonly ends: 'complete' | 'open';
  /** When it ended or was given up, in seconds. */
  readonly seconds: number;
  /** For all runs, of which this is one. */
  readonly outcome: Outcome;
  /** What a completion leaves behind; empty where nothing, or where the run stays open. */
  readonly flags: Verdict['flags'];
  readonly steps: readonly Step[];
  readonly lanes: readonly Lane[];
}
