import type { Direction, StrategyId } from '../transition/model.ts';
import { scenarioTemplates } from './scenarios/index.ts';
import type { ScenarioTemplate } from './scenarios/model.ts';

/** What is asked of a function on each kernel. */
export interface Question {
  readonly scenarios: readonly ScenarioTemplate[];
  readonly direction: Direction;
  /** The strategies to try, whatever comes out; when left out all that exist, where it does not complete. */
  readonly strategies: readonly StrategyId[] | undefined;
}

/** Loading the patch, in every scenario that concerns the function, with every strategy. */
export const usualQuestion: Question = {
  scenarios: scenarioTemplates,
  direction: 'load',
  strategies: undefined,
};
