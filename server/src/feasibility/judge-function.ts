import type { Residency } from '../stacks/model.ts';
import { judge } from '../transition/judge.ts';
import type { KernelProfile, Scenario, StrategyOutcome } from '../transition/model.ts';
import { tryStrategies } from '../transition/strategies/index.ts';
import { type Environment, kernelsToJudge } from './environment.ts';
import type { ScenarioVerdict } from './model.ts';
import { type Question, usualQuestion } from './question.ts';

function tryAsked(scenario: Scenario, { strategies }: Question): readonly StrategyOutcome[] {
  const outcomes = tryStrategies(scenario);
  return strategies === undefined
    ? outcomes
    : outcomes.filter((one) => strategies.includes(one.id));
}

/** The effective set of `name` on one kernel, and how it comes to be on stacks there. */
function placement(
  environment: Environment,
  profile: KernelProfile,
  name: string,
  file: string | undefined,
): { functions: readonly string[]; residency: readonly Residency[] } | undefined {
  const knowledge = environment.knowledgeFor(profile);
  const answer = knowledge.lookup(name, file);
  if (answer === undefined) return undefined;
  const inlinedInto = answer.effectiveSet.filter((other) => other !== name);
  const further = inlinedInto.flatMap((other) => knowledge.lookup(other)?.residency ?? []);
  return { functions: answer.effectiveSet, residency: [...answer.residency, ...further] };
}

/**
 * Runs the scenarios of a question that concern a function, on the environment's kernel first and then
 * on the other eras. Empty when the kernels do not know the function.
 */
export function judgeFunction(
  environment: Environment,
  name: string,
  file: string | undefined,
  question: Question = usualQuestion,
): readonly ScenarioVerdict[] {
  return kernelsToJudge(environment).flatMap((profile) => {
    const placed = placement(environment, profile, name, file);
    if (placed === undefined) return [];
    return question.scenarios.flatMap((template): ScenarioVerdict[] => {
      const machine = template.build(placed.residency);
      if (machine === undefined) return [];
      const scenario: Scenario = {
        title: template.title,
        profile,
        machine,
        functions: placed.functions,
        direction: question.direction,
      };
      const verdict = judge(scenario);
      const strategies = verdict.outcome === 'completes' ? [] : tryAsked(scenario, question);
      const { id, title } = template;
      return [{ scenario: id, title, profile, asked: scenario, verdict, strategies }];
    });
  });
}
