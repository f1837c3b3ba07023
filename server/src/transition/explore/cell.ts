import type { Model } from '../engine/program.ts';

/** Whether something outside a cell wakes one of its idle CPUs: never, perhaps, or sooner or later. */
export type Wakes = 'never' | 'may' | 'will';

/**
 * A part of the machine that the rest touches only through the tries: CPUs with the tasks that belong to
 * them, or a single task that may run anywhere. What the rest can do to it stands beside it.
 */
export interface Cell {
  /** The part as a machine of its own; tasks keep their names, CPUs are numbered anew. */
  readonly model: Model;
  /** The machine's number of each of the part's CPUs; empty for a task that runs anywhere. */
  readonly cpus: readonly number[];
  /** For each CPU of the part. */
  readonly wakes: readonly Wakes[];
  /** Tasks that belong to other cells and only take CPU time here. */
  readonly visitors: ReadonlySet<number>;
  /**
   * For a loop that may run on several CPUs: those on which it can be alone. Where the tries are made on
   * the only one of them, they always find it off its CPU. Empty for other cells.
   */
  readonly alone: readonly number[];
  /** For a loop that may run on several CPUs, some of them without a tick: it may come to one that has it. */
  readonly mayTick: boolean;
  /** Whether a try may find a loop of this part off its CPU by chance. */
  readonly chance: boolean;
  /** Equal for cells that behave alike. */
  readonly key: string;
}
