import type { FunctionReport, ScenarioVerdict } from '../../feasibility/model.ts';
import { sayOutcome } from '../../feasibility/rules/sentences.ts';
import type {
  NoTransition,
  Option,
  RunChoice,
  TransitionAnswer,
  TransitionParams,
} from '../../protocol/transition.ts';
import type { StrategyOutcome, TraceEvent, Verdict } from '../../transition/model.ts';
import { filmOf } from '../../view/film/film.ts';
import { functionAt } from '../documents/function-at.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { wordAt } from '../documents/word-at.ts';

async function functionFor(
  judged: JudgedDocument,
  params: TransitionParams,
): Promise<FunctionReport | undefined> {
  const { report, document, analysis } = judged;
  const word = params.position === undefined ? undefined : wordAt(document, params.position);
  const name = params.function ?? word?.text;
  const named = report.functions.find((fn) => fn.name === name);
  if (named !== undefined) return named;
  const explained = name === undefined ? undefined : (await analysis.explain([name])).functions[0];
  if (explained?.answer !== undefined || params.function !== undefined) return explained;
  const placed =
    params.position === undefined ? undefined : functionAt(report, params.position, word);
  return placed?.function ?? worstOf(report.functions);
}

const badness = { stalls: 2, 'may-stall': 1, completes: 0 } as const;

function badnessOf({ verdicts }: FunctionReport): number {
  return verdicts.length === 0
    ? -1
    : Math.max(...verdicts.map(({ verdict }) => badness[verdict.outcome]));
}

function worstOf(functions: readonly FunctionReport[]): FunctionReport | undefined {
  let worst: FunctionReport | undefined;
  for (const one of functions)
    if (worst === undefined || badnessOf(one) > badnessOf(worst)) worst = one;
  return worst;
}

/** The verdict asked for; where it is left open, the worst on the user's kernel, which comes first. */
function verdictFor(
  verdicts: readonly ScenarioVerdict[],
  { scenario, kernel }: RunChoice,
): ScenarioVerdict | undefined {
  const inScenario = verdicts.filter((one) => one.scenario === scenario);
  const candidates = inScenario.length > 0 ? inScenario : verdicts;
  const wanted = kernel ?? candidates[0]?.profile.id;
  const onKernel = candidates.filter((one) => one.profile.id === wanted);
  const worst = [...onKernel].sort(
    (left, right) => badness[right.verdict.outcome] - badness[left.verdict.outcome],
  );
  return worst[0] ?? candidates[0];
}

function runsOf({ outcome, trace, otherTrace }: Verdict): readonly (Option & {
  readonly trace: readonly TraceEvent[];
})[] {
  const first = outcome === 'completes' ? 'A run that completes' : 'A run that stays open';
  const all = [
    { id: 'first', title: first, outcome: '', trace },
    { id: 'other', title: 'A run that completes', outcome: '', trace: otherTrace },
  ];
  return all.filter((run) => run.trace.length > 0);
}

function distinct(options: readonly Option[]): readonly Option[] {
  return [...new Map(options.map((option) => [option.id, option])).values()];
}

function strategyOption({ id, title, verdict }: StrategyOutcome): Option {
  return { id, title, outcome: sayOutcome(verdict) };
}

function nothing(reason: string): NoTransition {
  return { kind: 'none', reason };
}

function answerFor(
  judged: JudgedDocument,
  fn: FunctionReport,
  choice: RunChoice,
): TransitionAnswer | NoTransition {
  const shown = verdictFor(fn.verdicts, choice);
  if (shown === undefined) {
    return nothing(
      fn.answer === undefined
        ? `${fn.name}() is not known to ${judged.report.origin.description}, so no transition was run.`
        : `No scenario was run for ${fn.name}().`,
    );
  }
  const strategy = shown.strategies.find((one) => one.id === choice.strategy);
  const verdict = strategy?.verdict ?? shown.verdict;
  const runs = runsOf(verdict);
  const run = runs.find((one) => one.id === choice.run) ?? runs[0];
  if (run === undefined) return nothing(`The simulator kept no trace for ${fn.name}().`);
  const besides = (test: (one: ScenarioVerdict) => boolean): readonly ScenarioVerdict[] =>
    fn.verdicts.filter(test);
  return {
    kind: 'film',
    function: fn.name,
    functions: judged.report.functions
      .filter((one) => one.verdicts.length > 0)
      .map((one) => one.name),
    scenarios: distinct(
      besides((one) => one.profile.id === shown.profile.id).map((one) => ({
        id: one.scenario,
        title: one.title,
        outcome: sayOutcome(one.verdict),
      })),
    ),
    kernels: distinct(
      besides((one) => one.scenario === shown.scenario).map((one) => ({
        id: one.profile.id,
        title: one.profile.title,
        outcome: sayOutcome(one.verdict),
      })),
    ),
    strategies: [
      { id: '', title: 'Do nothing', outcome: sayOutcome(shown.verdict) },
      ...shown.strategies.map(strategyOption),
    ],
    runs: runs.map(({ id, title, outcome }) => ({ id, title, outcome })),
    choice: {
      scenario: shown.scenario,
      kernel: shown.profile.id,
      strategy: strategy?.id ?? '',
      run: run.id === 'other' ? 'other' : 'first',
    },
    film: filmOf({
      scenario: strategy?.asked ?? shown.asked,
      trace: run.trace,
      verdict,
      strategy: strategy?.title,
    }),
    explanation: strategy?.explanation ?? '',
  };
}

/**
 * The run that the transition view asks for, with what can be chosen beside it. A choice that is not
 * to be had (another kernel has other strategies) is replaced by the nearest; a function without
 * verdicts gives a reason.
 */
export async function transition(
  judged: JudgedDocument,
  params: TransitionParams,
): Promise<TransitionAnswer | NoTransition> {
  const fn = await functionFor(judged, params);
  return fn === undefined
    ? nothing('This document changes no function that is known to the kernel in use.')
    : answerFor(judged, fn, params);
}
