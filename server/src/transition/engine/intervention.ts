import type { Watcher } from './events.ts';
import type { Model } from './program.ts';
import type { State } from './state.ts';

/** Something done to the machine from outside while the transition runs. */
export interface Intervention {
  /** Seconds after the transition began. */
  readonly seconds: number;
  /** One sentence for the trace. */
  readonly text: string;
  apply(model: Model, state: State, watch: Watcher): void;
  /** It turns the transition round: fake signals are counted anew, and bodies are told apart. */
  readonly reverses?: boolean;
}

/** The tries made before a reversal: interventions come between the first two. 0 without one. */
export function triesBefore(interventions: readonly Intervention[]): number {
  return interventions.some(({ reverses }) => reverses === true) ? 1 : 0;
}
