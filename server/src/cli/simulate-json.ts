import type {
  Blocker,
  Scenario,
  StrategyOutcome,
  TraceEvent,
  Verdict,
} from '../transition/model.ts';
import type { Refusal } from '../transition/refusal.ts';

/** The version of the JSON that `simulate` prints; it grows when a field changes its meaning. */
export const SIMULATION_SCHEMA_VERSION = 1;

/** What was found of one scenario: a refusal, or the rest. */
export interface Simulation {
  readonly scenario: Scenario;
  readonly refusal?: Refusal | undefined;
  readonly verdict?: Verdict;
  readonly strategies?: readonly StrategyOutcome[];
  /** All the strategies that the file names, applied together. */
  readonly together?: Verdict | undefined;
  /** The cheapest strategies that suffice; `undefined` when none do. */
  readonly cheapest?: readonly { readonly id: string; readonly title: string }[] | undefined;
}

function blockerJson({ task, reason, function: name }: Blocker): unknown {
  return { task, reason, function: name ?? null };
}

function eventJson({ seconds, cpu, task, what, text, by }: TraceEvent): unknown {
  return { seconds, cpu: cpu ?? null, task: task ?? null, what, text, by: by ?? null };
}

function verdictJson(verdict: Verdict): Readonly<Record<string, unknown>> {
  const { timed } = verdict;
  return {
    outcome: verdict.outcome,
    ending: verdict.ending,
    seconds: verdict.seconds ?? null,
    bounded: verdict.bounded,
    tries: verdict.tries,
    signalRounds: verdict.signalRounds,
    flags: verdict.flags,
    blockers: verdict.blockers.map(blockerJson),
    firstTry: verdict.firstTry.map(blockerJson),
    timed: {
      outcome: timed.seconds === undefined ? 'open' : 'complete',
      seconds: timed.seconds ?? null,
      limit: timed.limit,
      tries: timed.tries,
      signalRounds: timed.signalRounds,
      blockers: timed.blockers.map(blockerJson),
    },
    proof: verdict.proof,
  };
}

function simulationJson({
  scenario,
  refusal,
  verdict,
  strategies = [],
  together,
  cheapest,
}: Simulation): Readonly<Record<string, unknown>> {
  const head = {
    title: scenario.title,
    kernel: scenario.profile.id,
    functions: scenario.functions,
    direction: scenario.direction,
  };
  if (verdict === undefined)
    return { ...head, outcome: 'refused', error: refusal?.error, message: refusal?.message };
  return {
    ...head,
    ...verdictJson(verdict),
    strategies: strategies.map(({ id, title, explanation, risk, how, helps, verdict: withIt }) => ({
      id,
      title,
      explanation,
      risk,
      how: how ?? '',
      helps,
      outcome: withIt.outcome,
      ending: withIt.ending,
      seconds: withIt.seconds ?? null,
      flags: withIt.flags,
    })),
    together: together === undefined ? null : verdictJson(together),
    cheapest: cheapest ?? null,
    trace: verdict.trace.map(eventJson),
    otherTrace: verdict.otherTrace.map(eventJson),
  };
}

/** The JSON form of simulations, in the order of their files. */
export function toSimulationJson(
  simulations: readonly { readonly file: string; readonly simulation: Simulation }[],
): Readonly<Record<string, unknown>> {
  return {
    schemaVersion: SIMULATION_SCHEMA_VERSION,
    scenarios: simulations.map(({ file, simulation }) => ({
      file,
      ...simulationJson(simulation),
    })),
  };
}
