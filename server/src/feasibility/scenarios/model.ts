import type { Machine } from '../../machine/model.ts';
import type { Residency } from '../../stacks/model.ts';

/**
 * A machine and workload on which a function is judged. `build` places the function's residencies on
 * that machine's stacks; it gives `undefined` where the scenario has nothing to say of the function.
 */
export interface ScenarioTemplate {
  /** Stable, for files and tests. */
  readonly id: string;
  /** For the reader: "a CPU hog on CPU 1". */
  readonly title: string;
  build(residency: readonly Residency[]): Machine | undefined;
}
