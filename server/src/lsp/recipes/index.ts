import type { StrategyId } from '../../transition/model.ts';
import { busyProgram } from './busy-program.ts';
import { continueBlocker } from './continue-blocker.ts';
import { cpuHotplug } from './cpu-hotplug.ts';
import { flushModule } from './flush-module.ts';
import { freezeCgroup1, freezeCgroup2 } from './freeze-cgroup.ts';
import { lowerHogPriority } from './lower-hog-priority.ts';
import type { Occasion, Recipe, WriteRecipe } from './model.ts';
import { moveHog } from './move-hog.ts';
import { requestSignal } from './request-signal.ts';
import { reverse } from './reverse.ts';
import { stopBlocker, stopHogBriefly } from './stop-briefly.ts';
import { stopHog } from './stop-hog.ts';
import { thaw } from './thaw.ts';
import { watch } from './watch.ts';

const recipes: ReadonlyMap<StrategyId, WriteRecipe> = new Map<StrategyId, WriteRecipe>([
  ['wait', watch],
  ['stop-hog', stopHog],
  ['stop-hog-briefly', stopHogBriefly],
  ['stop-blocker', stopBlocker],
  ['continue-blocker', continueBlocker],
  ['move-hog', moveHog],
  ['lower-hog-priority', lowerHogPriority],
  ['freeze-cgroup-v2', freezeCgroup2],
  ['freeze-cgroup-v1', freezeCgroup1],
  ['thaw', thaw],
  ['cpu-offline-online', cpuHotplug],
  ['request-signal', requestSignal],
  ['reverse', reverse],
  ['flush-busy-program', busyProgram],
  ['flush-schedule-on-each-cpu', flushModule],
]);

/** The strategies that a recipe was written for. */
export const strategiesWithRecipe: readonly StrategyId[] = [...recipes.keys()];

/** Whether there is a text that carries the strategy out. */
export function hasRecipe(strategy: StrategyId): boolean {
  return recipes.has(strategy);
}

/** The text that carries the occasion's strategy out; `undefined` where none was written. */
export function recipeFor(occasion: Occasion): Recipe | undefined {
  return recipes.get(occasion.strategy.id)?.(occasion);
}
