import type { FunctionReport, ScenarioVerdict } from '../../feasibility/model.ts';
import type { StrategyOutcome } from '../../transition/model.ts';

/** What a recipe is written for. */
export interface Occasion {
  readonly function: FunctionReport;
  readonly scenario: ScenarioVerdict;
  readonly strategy: StrategyOutcome;
}

/** A text that carries a strategy out, for a human to read and run. */
export interface Recipe {
  readonly languageId: 'shellscript' | 'c';
  /** A file name without a folder. */
  readonly fileName: string;
  readonly text: string;
}

/** Writes the recipe of one strategy. */
export type WriteRecipe = (occasion: Occasion) => Recipe;
