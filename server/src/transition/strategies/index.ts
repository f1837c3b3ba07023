import { judge } from '../judge.ts';
import type { Scenario, StrategyOutcome, Verdict } from '../model.ts';
import { busyProgram } from './busy-program.ts';
import { flush } from './flush.ts';
import type { Strategy } from './model.ts';
import { stopHog } from './stop-hog.ts';
import { wait } from './wait.ts';

/** Every strategy, in no particular order. */
const strategies: readonly Strategy[] = [wait, flush, busyProgram, stopHog];

/** A strategy that saves less than this is no help to a transition that completes anyway (seconds). */
const WORTH_IT = 5;

function helps(without: Verdict, withIt: Verdict): boolean {
  if (withIt.outcome !== 'completes') return false;
  if (without.outcome !== 'completes') return true;
  return (without.seconds ?? Number.POSITIVE_INFINITY) - (withIt.seconds ?? 0) > WORTH_IT;
}

/**
 * Runs every strategy that exists in the scenario. Those that help come first, the cheapest of them
 * first; then those that do not, each saying why.
 */
export function tryStrategies(scenario: Scenario): readonly StrategyOutcome[] {
  const without = judge(scenario);
  return strategies
    .filter((strategy) => strategy.exists(scenario))
    .map((strategy) => {
      const verdict = judge(scenario, { interventions: strategy.interventions(scenario) });
      return { strategy, verdict, helps: helps(without, verdict) };
    })
    .sort((a, b) => Number(b.helps) - Number(a.helps) || a.strategy.cost - b.strategy.cost)
    .map(({ strategy, verdict, helps }) => ({
      id: strategy.id,
      title: strategy.title,
      explanation: strategy.explain(scenario, verdict),
      risk: strategy.risk,
      verdict,
      helps,
    }));
}
