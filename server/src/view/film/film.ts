import type { Scenario, TraceEvent, Verdict } from '../../transition/model.ts';
import type { Film } from '../model.ts';
import { actsIn } from './acts.ts';
import { lanesOf } from './lanes.ts';
import { attemptsIn } from './refusals.ts';
import { scenesOf, stateNames } from './steps.ts';

/** One run of a scenario. */
export interface Run {
  readonly scenario: Scenario;
  readonly trace: readonly TraceEvent[];
  /** For all runs of the scenario, of which this is one. */
  readonly verdict: Pick<Verdict, 'outcome' | 'flags'>;
  /** What was done about it, in the imperative; `undefined`: nothing. */
  readonly strategy: string | undefined;
}

function titleOf(functions: readonly string[]): string {
  const names = functions.map((name) => `${name}()`).join(', ');
  return names === '' ? 'A patch of no function that is slept in' : names;
}

/**
 * Tells a run step by step and lane by lane. A trace that does not begin with `start` is that of a part
 * of the machine: only the lanes that it speaks of are in the film. An empty trace gives no steps.
 */
export function filmOf({ scenario, trace, verdict, strategy }: Run): Film {
  const acts = actsIn(trace);
  const ends = trace.at(-1)?.what === 'complete' ? 'complete' : 'open';
  const flags = ends === 'complete' ? verdict.flags : [];
  const scenes = scenesOf(acts, attemptsIn(acts), { direction: scenario.direction, flags });
  return {
    title: `${titleOf(scenario.functions)}: ${scenario.title}`,
    subtitle: `${scenario.profile.title} · ${strategy ?? 'nothing is done about it'}`,
    functions: scenario.functions,
    direction: scenario.direction,
    states: stateNames[scenario.direction],
    isWhole: trace[0]?.what === 'start',
    ends,
    seconds: trace.at(-1)?.seconds ?? 0,
    outcome: verdict.outcome,
    flags,
    steps: scenes.map(({ step }) => step),
    lanes: lanesOf(scenario, scenes),
  };
}
