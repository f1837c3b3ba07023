import { compile } from './engine/program.ts';
import { type Intervention, runTimed } from './engine/timed-run.ts';
import type { Scenario, Verdict } from './model.ts';

/** How long a timed run goes on when the transition stays open, in seconds. */
const LIMIT = 60;

/** Whether the transition of `scenario` completes, and what keeps it open if not. */
export function judge(scenario: Scenario, interventions: readonly Intervention[] = []): Verdict {
  return runTimed(compile(scenario), { limit: LIMIT, interventions, events: undefined });
}
