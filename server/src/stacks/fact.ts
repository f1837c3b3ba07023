import type { Business, Certainty, EntryTime, PathStep, ResidencyKind, Wait } from './model.ts';

/** Why a residency holds, beyond what its kind says; the sentence for it is in `render/`. */
export type ResidencyNote =
  | 'idle-root'
  | 'idle-switch'
  | 'idle-only'
  | 'scheduler-gate'
  | 'preemption-gate'
  | 'thread-function'
  | 'thread-frame'
  | 'thread-never-returns'
  | 'thread-handed'
  | 'thread-of-module'
  | 'own-wait'
  | 'waits-below'
  | 'waits-aside'
  | 'wrapper'
  | 'stopped'
  | 'interrupt-only'
  | 'softirq-only'
  | 'sleeps-lock'
  | 'sleeps-device'
  | 'sleeps-realtime'
  | 'sleeps-shortly'
  | 'sleeps-through-pointer'
  | 'yields'
  | 'unresolved-pointer'
  | 'short-thread'
  | 'calls-by-number'
  | 'no-sleep';

/** A residency as it is computed and stored, without its sentence; `Path` is how its path is held. */
export interface ResidencyFact<Path = readonly PathStep[]> {
  readonly kind: ResidencyKind;
  readonly business: Business;
  readonly note: ResidencyNote;
  /** As in `Residency.task`. */
  readonly task: string;
  /** Where a thread is made, `kernel/workqueue.c:1952`; empty for everything else. */
  readonly origin: string;
  readonly wait: Wait | undefined;
  /** As in `Residency.path`. */
  readonly path: Path;
  readonly certainty: Certainty;
}

/** What decides patchability. */
export type PatchReason =
  | 'traceable'
  | 'attribute'
  | 'init'
  | 'inline'
  | 'likely-inlined'
  | 'clone'
  | 'copies'
  | 'duplicate'
  | 'alias'
  | 'weak-replaced'
  | 'generated'
  | 'configuration'
  | 'not-traced'
  | 'assembly'
  | 'vdso'
  | 'not-built'
  | 'build-unknown'
  | 'in-symbol-list'
  | 'not-in-symbol-list';

/** Patchability as it is computed and stored, without its sentence. */
export interface PatchFact {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly reason: PatchReason;
  /** The attribute, section, flag, module or list that decides; may be empty. */
  readonly detail: string;
  /** Where `detail` is written: `include/linux/cpu.h:190`; may be empty. */
  readonly place: string;
}

/** When a function is entered, as it is computed and stored. */
export interface EntryFact {
  readonly when: EntryTime;
  /** The call or registration that shows it, `init/main.c:865`; may be empty. */
  readonly place: string;
}

/** Everything computed of one function. */
export interface FunctionFact {
  readonly name: string;
  /** Path in the tree and one-based line. */
  readonly file: string;
  readonly line: number;
  readonly patch: PatchFact;
  readonly entry: EntryFact;
  /** At least one, the worst first. */
  readonly residency: readonly ResidencyFact[];
  /** As in `FunctionAnswer.effectiveSet`. */
  readonly effectiveSet: readonly string[];
}
