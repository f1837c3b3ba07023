import type { Position } from '../ports/position.ts';

/** The client command that lets a reader walk a call path; its one argument is a {@link ShowPath}. */
export const showPathCommand = 'livepatchFeasibility.showPath';

/** A call path in the kernel tree. */
export interface ShowPath {
  /** What the path shows: "do_idle() on the stack of swapper/N". */
  readonly title: string;
  /** From where it is asked for. */
  readonly uri: string;
  /** Zero-based, UTF-16. */
  readonly position: Position;
  readonly steps: readonly PathPlace[];
}

/** One step: `function` calls the next step's function on this line. */
export interface PathPlace {
  readonly function: string;
  readonly uri: string;
  /** Zero-based. */
  readonly line: number;
}
