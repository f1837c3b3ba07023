import type { Position } from '../ports/position.ts';
import type { Film } from '../view/model.ts';

/** The request for a drawing's data: {@link TransitionParams} to {@link TransitionAnswer}. */
export const transitionRequest = 'livepatch/transition';

/**
 * The client command that opens the transition view; its one, optional argument is a
 * {@link TransitionPlace}. Without it the command asks about the function under the cursor.
 */
export const showTransitionCommand = 'livepatchFeasibility.showTransition';

/** Which run is wanted; what is left out or not to be had is chosen for the reader. */
export interface RunChoice {
  readonly scenario?: string;
  /** A kernel profile's id. */
  readonly kernel?: string;
  /** A strategy's id; empty: nothing is done. */
  readonly strategy?: string;
  /** The other run of a transition that may stall. */
  readonly run?: 'first' | 'other';
}

/** The function asked about: by name, else the one at `position`, else the document's worst. */
export interface TransitionPlace extends RunChoice {
  readonly uri: string;
  readonly function?: string;
  /** Zero-based, UTF-16. */
  readonly position?: Position;
}

/** What the request takes. */
export type TransitionParams = TransitionPlace;

/** One entry of a list to choose from. */
export interface Option {
  readonly id: string;
  /** "a CPU hog on CPU 1". */
  readonly title: string;
  /** What comes out there, in a few words: "stalls", "completes in 2 s". Empty where it depends. */
  readonly outcome: string;
}

/** A run, and what there is beside it to choose from. */
export interface TransitionAnswer {
  readonly kind: 'film';
  readonly function: string;
  /** The document's judged functions. */
  readonly functions: readonly string[];
  readonly scenarios: readonly Option[];
  readonly kernels: readonly Option[];
  /** First the one that does nothing, with an empty id. */
  readonly strategies: readonly Option[];
  readonly runs: readonly Option[];
  readonly choice: Required<RunChoice>;
  readonly film: Film;
  /** Why the strategy works or not; empty without one. */
  readonly explanation: string;
}

/** Why there is nothing to draw, in a sentence for the user. */
export interface NoTransition {
  readonly kind: 'none';
  readonly reason: string;
}
