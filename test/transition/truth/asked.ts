import { explainFunctions } from '../../../server/src/feasibility/check.ts';
import type { Environment } from '../../../server/src/feasibility/environment.ts';
import { askedMachine } from '../../../server/src/feasibility/scenarios/asked-machine.ts';
import type { BundledFacts } from '../../../server/src/main/bundled-facts.ts';
import { readBundledFacts } from '../../../server/src/main/node/read-facts.ts';
import type { Direction, StrategyOutcome, Verdict } from '../../../server/src/transition/model.ts';
import { profileFor } from '../../../server/src/transition/profiles.ts';
import { strategies } from '../../../server/src/transition/strategies/index.ts';

/** What `explain FUNCTION --workload … --kernel-release …` finds, with the bundled facts. */
export interface Asked {
  /** Whether the tool knows the function and does not say that it cannot be patched. */
  readonly loadable: boolean;
  readonly verdict: Verdict | undefined;
  readonly strategies: readonly StrategyOutcome[];
}

/** What a row of a recording asks of the tool. */
export interface Question {
  readonly kernel: string;
  readonly target: string;
  readonly workload: string;
  readonly cpus: number;
  readonly direction: Direction;
}

/** Puts questions to the tool as the command line does. */
export class Tool {
  private constructor(private readonly facts: BundledFacts) {}

  static async open(): Promise<Tool> {
    return new Tool(await readBundledFacts());
  }

  ask({ kernel, target, workload, cpus, direction }: Question): Asked {
    const profile = profileFor(kernel);
    const environment: Environment = {
      // Functions named by hand are looked up; nothing is parsed.
      parser: { parse: () => Promise.reject(new Error('nothing is parsed here')) } as never,
      tree: undefined,
      profile,
      eras: [],
      knowledgeFor: (asked) => this.facts.nearest(asked.id),
    };
    const report = explainFunctions([target], environment, {
      scenarios: [askedMachine(workload, cpus)],
      direction,
      strategies: strategies.map((strategy) => strategy.id),
    });
    const [one] = report.functions;
    const [judged] = one?.verdicts ?? [];
    return {
      loadable: one?.answer !== undefined && one.answer.patchable.answer !== 'no',
      verdict: judged?.verdict,
      strategies: judged?.strategies ?? [],
    };
  }
}
