import type { Intervention } from '../engine/timed-run.ts';
import type { Scenario, StrategyId, Verdict } from '../model.ts';

/** Something that can be done about an open transition. */
export interface Strategy {
  readonly id: StrategyId;
  /** In the imperative. */
  readonly title: string;
  /** What it costs: the cheapest is offered first. 0 nothing, 1 a moment, 2 the workload notices, 3 consistency. */
  readonly cost: 0 | 1 | 2 | 3;
  /** What it does to the workload; empty when nothing. */
  readonly risk: string;
  /** Whether it can be done there at all. */
  exists(scenario: Scenario): boolean;
  /** What it does to the machine while the transition runs. */
  interventions(scenario: Scenario): readonly Intervention[];
  /** Why it comes out as it does, given the verdict with it. One or two sentences. */
  explain(scenario: Scenario, verdict: Verdict): string;
}

/** When strategies are applied, in seconds after the transition began: between the first two tries. */
export const APPLIED_AT = 1;
