import type { StrategyId } from '../../transition/model.ts';
import { busyProgram } from './busy-program.ts';
import { flushModule } from './flush-module.ts';
import type { Occasion, Recipe, WriteRecipe } from './model.ts';
import { stopHog } from './stop-hog.ts';
import { watch } from './watch.ts';

const recipes: ReadonlyMap<StrategyId, WriteRecipe> = new Map<StrategyId, WriteRecipe>([
  ['wait', watch],
  ['stop-hog', stopHog],
  ['flush-busy-program', busyProgram],
  ['flush-schedule-on-each-cpu', flushModule],
]);

/** Whether there is a text that carries the strategy out. */
export function hasRecipe(strategy: StrategyId): boolean {
  return recipes.has(strategy);
}

/** The text that carries the occasion's strategy out; `undefined` where none was written. */
export function recipeFor(occasion: Occasion): Recipe | undefined {
  return recipes.get(occasion.strategy.id)?.(occasion);
}
