import type { Intervention } from '../engine/intervention.ts';
import type { Scenario, StrategyId, Verdict } from '../model.ts';

/**
 * What a strategy costs; the cheapest is offered first. 0 nothing, 1 a moment, 2 the workload notices,
 * 3 a program ends or the patch is not in, 4 consistency.
 */
export type Cost = 0 | 1 | 2 | 3 | 4;

/** Something that can be done about an open transition. */
export interface Strategy {
  readonly id: StrategyId;
  /** In the imperative. */
  readonly title: string;
  readonly cost: Cost;
  /** What it does to the workload; empty when nothing. */
  readonly risk: string;
  /** What more there is to risk in a certain scenario. */
  riskIn?(scenario: Scenario): string;
  /** How to do it: commands or code, one step a line. */
  readonly how: string;
  /** Whether it can be done there at all. */
  exists(scenario: Scenario): boolean;
  /** What it does to the machine while the transition runs. */
  readonly intervention?: Intervention;
  /** For what is done beforehand, to the patch or the machine: the scenario that is run in its stead. */
  transform?(scenario: Scenario): Scenario;
  /** Why it works, should it help; one or two sentences. */
  readonly works: string;
  /** Why it does not, otherwise. */
  readonly fails: string;
  /** How it can make things worse; the test that no strategy does skips those that say so. */
  readonly hinders?: string;
  /** What a transition that completes with it leaves, where that is not what was asked. */
  readonly ending?: Verdict['ending'];
  /** What holds of a transition that it completed. */
  readonly flags?: Verdict['flags'];
}

/** When strategies are applied, in seconds after the transition began: between the first two tries. */
export const APPLIED_AT = 1;
