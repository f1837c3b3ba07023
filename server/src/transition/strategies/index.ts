import { type JudgeOptions, judge } from '../judge.ts';
import type { Scenario, StrategyOutcome, Verdict } from '../model.ts';
import { busyProgram } from './busy-program.ts';
import { continueBlocker } from './continue-blocker.ts';
import { cpuHotplug } from './cpu-hotplug.ts';
import { endBlocker } from './end-blocker.ts';
import { endHog } from './end-hog.ts';
import { flush } from './flush.ts';
import { force } from './force.ts';
import { forcedIdlePick } from './forced-idle-pick.ts';
import { freezeV1, freezeV2 } from './freeze.ts';
import { immediate } from './immediate.ts';
import { lowerHogPriority } from './lower-hog-priority.ts';
import type { Strategy } from './model.ts';
import { moveHog } from './move-hog.ts';
import { requestSignal } from './request-signal.ts';
import { restartThread } from './restart-thread.ts';
import { reverse } from './reverse.ts';
import { ptraceInterrupt, stopBlocker } from './signal-blocker.ts';
import { splitPatch } from './split-patch.ts';
import { stopHog } from './stop-hog.ts';
import { stopHogBriefly } from './stop-hog-briefly.ts';
import { thaw } from './thaw.ts';
import { wait } from './wait.ts';

/** Every strategy; among equally cheap ones the first is offered first. */
export const strategies: readonly Strategy[] = [
  wait,
  flush,
  busyProgram,
  stopHogBriefly,
  moveHog,
  stopHog,
  freezeV2,
  freezeV1,
  thaw,
  requestSignal,
  ptraceInterrupt,
  continueBlocker,
  stopBlocker,
  lowerHogPriority,
  cpuHotplug,
  splitPatch,
  forcedIdlePick,
  endHog,
  endBlocker,
  restartThread,
  reverse,
  force,
  immediate,
];

/** A strategy that saves less than this is no help to a transition that completes anyway (seconds). */
const WORTH_IT = 5;

function helps(without: Verdict, withIt: Verdict): boolean {
  if (withIt.outcome !== 'completes') return false;
  if (without.outcome !== 'completes') return true;
  return (without.seconds ?? Number.POSITIVE_INFINITY) - (withIt.seconds ?? 0) > WORTH_IT;
}

/** A scenario judged with strategies applied, in their order. */
export function judgeWith(
  scenario: Scenario,
  applied: readonly Strategy[],
  options: JudgeOptions = {},
): Verdict {
  let run = scenario;
  for (const strategy of applied) run = strategy.transform?.(run) ?? run;
  const interventions = applied.flatMap((strategy) => strategy.intervention ?? []);
  const judged = judge(run, { ...options, interventions });
  const ending = applied.findLast((strategy) => strategy.ending !== undefined)?.ending;
  const verdict = ending === undefined ? judged : { ...judged, ending };
  const flags = applied.flatMap((strategy) => strategy.flags ?? []);
  if (flags.length === 0 || verdict.outcome === 'stalls') return verdict;
  return { ...verdict, flags: [...new Set([...verdict.flags, ...flags])] };
}

/**
 * Runs every strategy that exists in the scenario. Those that help come first, the cheapest of them
 * first; then those that do not, each saying why. `without`: the verdict on the scenario as it is, where
 * it is known.
 */
export function tryStrategies(
  scenario: Scenario,
  options: JudgeOptions = {},
  without: Verdict = judge(scenario, options),
): readonly StrategyOutcome[] {
  return strategies
    .filter((strategy) => strategy.exists(scenario))
    .map((strategy) => {
      const verdict = strategy === wait ? without : judgeWith(scenario, [strategy], options);
      return { strategy, verdict, helps: helps(without, verdict) };
    })
    .sort((a, b) => Number(b.helps) - Number(a.helps) || a.strategy.cost - b.strategy.cost)
    .map(({ strategy, verdict, helps }) => ({
      id: strategy.id,
      title: strategy.title,
      explanation: verdict.outcome === 'completes' ? strategy.works : strategy.fails,
      risk: [strategy.risk, strategy.riskIn?.(scenario) ?? ''].join(' ').trim(),
      how: strategy.how,
      verdict,
      ...(strategy.transform === undefined ? {} : { asked: strategy.transform(scenario) }),
      helps,
    }));
}

/**
 * The cheapest strategies that together make a transition complete on every run: one, or two where one
 * is not enough. Empty when it completes anyway; `undefined` when no two suffice. The last resorts
 * (cost 4) and giving up (`reverse`) are not counted in.
 */
export function cheapestSufficient(
  scenario: Scenario,
  options: JudgeOptions = {},
): readonly Strategy[] | undefined {
  if (judge(scenario, options).outcome === 'completes') return [];
  const candidates = strategies.filter(
    (one) => one.cost < 4 && one !== reverse && one !== wait && one.exists(scenario),
  );
  const singles = candidates.map((one) => [one]);
  const pairs = candidates.flatMap((one, index) =>
    candidates.slice(index + 1).map((other) => [one, other]),
  );
  const priceOf = (set: readonly Strategy[]): number =>
    set.reduce((sum, { cost }) => sum + cost, 0);
  const byPrice = (a: readonly Strategy[], b: readonly Strategy[]): number =>
    priceOf(a) - priceOf(b);
  return [...singles.sort(byPrice), ...pairs.sort(byPrice)].find(
    (set) => judgeWith(scenario, set, options).outcome === 'completes',
  );
}
