import { explainFunctions } from '../../../server/src/feasibility/check.ts';
import type { Environment } from '../../../server/src/feasibility/environment.ts';
import { askedMachine } from '../../../server/src/feasibility/scenarios/asked-machine.ts';
import type { KernelLists } from '../../../server/src/kernel/symbols/lists.ts';
import type { BundledFacts } from '../../../server/src/main/bundled-facts.ts';
import { readBundledFacts } from '../../../server/src/main/node/read-facts.ts';
import type { FunctionKnowledge } from '../../../server/src/stacks/model.ts';
import type { Direction, StrategyOutcome, Verdict } from '../../../server/src/transition/model.ts';
import { profileFor } from '../../../server/src/transition/profiles.ts';
import { strategies } from '../../../server/src/transition/strategies/index.ts';

/** What `explain FUNCTION --workload … --kernel-release …` finds, with the bundled facts. */
export interface Asked {
  /** Whether the tool knows the function and does not say that it cannot be patched. */
  readonly loadable: boolean;
  /** Whether the tool says that a livepatch of it, by this name, is refused or probably is. */
  readonly refused: boolean;
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
  private constructor(
    private readonly facts: BundledFacts,
    private readonly listsOf: (release: string) => KernelLists | undefined,
  ) {}

  /** `listsOf`: the symbol lists of a kernel (`6.1`), where the tool is to be given them. */
  static async open(
    listsOf: (release: string) => KernelLists | undefined = () => undefined,
  ): Promise<Tool> {
    return new Tool(await readBundledFacts(), listsOf);
  }

  private knowledgeOf(release: string): FunctionKnowledge {
    const lists = this.listsOf(release);
    return lists === undefined
      ? this.facts.nearest(release)
      : this.facts.nearestWith(release, lists, 'with lists');
  }

  ask({ kernel, target, workload, cpus, direction }: Question): Asked {
    const profile = profileFor(kernel);
    const environment: Environment = {
      // Functions named by hand are looked up; nothing is parsed.
      parser: { parse: () => Promise.reject(new Error('nothing is parsed here')) } as never,
      tree: undefined,
      profile,
      eras: [],
      knowledgeFor: (asked) => this.knowledgeOf(asked.id),
    };
    const report = explainFunctions([target], environment, {
      scenarios: [askedMachine(workload, cpus)],
      direction,
      strategies: strategies.map((strategy) => strategy.id),
    });
    const [one] = report.functions;
    const [judged] = one?.verdicts ?? [];
    return {
      refused:
        one?.answer === undefined || report.findings.some(({ code }) => code === 'not-patchable'),
      loadable: one?.answer !== undefined && one.answer.patchable.answer !== 'no',
      verdict: judged?.verdict,
      strategies: judged?.strategies ?? [],
    };
  }
}
