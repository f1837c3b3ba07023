import type { Residency } from '../stacks/model.ts';
import { judge } from '../transition/judge.ts';
import type { KernelProfile, Scenario, StrategyOutcome, Verdict } from '../transition/model.ts';
import { tryStrategies } from '../transition/strategies/index.ts';
import { type Environment, kernelsToJudge } from './environment.ts';
import type { ScenarioVerdict } from './model.ts';
import { type Question, usualQuestion } from './question.ts';
import type { ScenarioTemplate } from './scenarios/model.ts';
import { calleesInstead, withCallees } from './split/callee-instead.ts';

function tryAsked(
  scenario: Scenario,
  without: Verdict,
  { strategies }: Question,
): readonly StrategyOutcome[] {
  const outcomes = tryStrategies(scenario, {}, without);
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

/** What was run before in one environment, by what the run depends on. */
interface Memory {
  readonly byFunction: Map<string, readonly ScenarioVerdict[]>;
  /** Runs in which no stack holds a patched function: they come out alike for every such function. */
  readonly untouched: Map<string, ScenarioVerdict>;
}

const memories = new WeakMap<Environment, Map<Question, Memory>>();

function memoryOf(environment: Environment, question: Question): Memory {
  const byQuestion = memories.get(environment) ?? new Map<Question, Memory>();
  memories.set(environment, byQuestion);
  const memory = byQuestion.get(question) ?? { byFunction: new Map(), untouched: new Map() };
  byQuestion.set(question, memory);
  return memory;
}

/** True when some stack on the machine holds one of the scenario's functions. */
function isTouched({ machine, functions }: Scenario): boolean {
  const patched = new Set(functions);
  const stacks = [
    machine.idle.outer,
    machine.idle.inner,
    ...machine.tasks.flatMap((task) =>
      task.program.map((step) => ('stack' in step ? step.stack : [])),
    ),
  ];
  return stacks.some((stack) => stack.some((name) => patched.has(name)));
}

function runScenario(
  asked: Scenario,
  template: ScenarioTemplate,
  question: Question,
): ScenarioVerdict {
  const verdict = judge(asked);
  const needless = verdict.outcome === 'completes' && question.strategies === undefined;
  const strategies = needless ? [] : tryAsked(asked, verdict, question);
  const { id, title } = template;
  return { scenario: id, title, profile: asked.profile, asked, verdict, strategies };
}

function runOnce(
  asked: Scenario,
  template: ScenarioTemplate,
  question: Question,
  { untouched }: Memory,
): ScenarioVerdict {
  if (isTouched(asked)) return runScenario(asked, template, question);
  const key = `${asked.profile.id} ${template.id} ${JSON.stringify(asked.machine)}`;
  const known = untouched.get(key) ?? runScenario(asked, template, question);
  untouched.set(key, known);
  return { ...known, asked };
}

/**
 * Runs the scenarios of a question that concern a function, on the environment's kernel first and then
 * on the other eras; each is run once in an environment. Empty when the kernels do not know the
 * function.
 */
export function judgeFunction(
  environment: Environment,
  name: string,
  file: string | undefined,
  question: Question = usualQuestion,
): readonly ScenarioVerdict[] {
  const memory = memoryOf(environment, question);
  const key = `${name} ${file ?? ''}`;
  const known = memory.byFunction.get(key);
  if (known !== undefined) return known;
  const verdicts = kernelsToJudge(environment).flatMap((profile) => {
    const placed = placement(environment, profile, name, file);
    if (placed === undefined) return [];
    let callees: readonly string[] | undefined;
    return question.scenarios.flatMap((template): ScenarioVerdict[] => {
      const machine = template.build(placed.residency);
      if (machine === undefined) return [];
      const { functions } = placed;
      const { title } = template;
      const asked = { title, profile, machine, functions, direction: question.direction };
      const run = runOnce(asked, template, question, memory);
      if (run.strategies.every((one) => one.id !== 'split-patch')) return [run];
      callees ??= calleesInstead(environment.knowledgeFor(profile), environment.parser, name, file);
      const named = callees;
      const strategies = run.strategies.map((one) => withCallees(one, name, named));
      return [{ ...run, strategies }];
    });
  });
  memory.byFunction.set(key, verdicts);
  return verdicts;
}
