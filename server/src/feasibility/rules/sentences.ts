import type { Residency } from '../../stacks/model.ts';
import type { Blocker, StrategyOutcome, Verdict } from '../../transition/model.ts';
import type { FunctionReport, ScenarioVerdict } from '../model.ts';

/** A number of seconds as people say it: "2 s", "1.5 s", "at once". */
export function sayTime(seconds: number): string {
  if (seconds === 0) return 'at once';
  const shown = seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  return `${shown} s`;
}

/** How a transition ends that does, before and after the time that it takes. */
const endings: Readonly<Record<Verdict['ending'], readonly [string, string]>> = {
  switched: ['completes', ''],
  reversed: ['is reversed', ': the patch stays as it was'],
  forced: ['is forced through', ', without consistency'],
  immediate: ['takes effect', ', without consistency'],
};

/** What came out of a run: "completes in 2 s", "is reversed in 2 s: …", "stalls", "may stall". */
export function sayOutcome({ outcome, ending, seconds }: Verdict): string {
  if (outcome === 'stalls') return 'stalls';
  if (outcome === 'may-stall') return 'may stall';
  const [word, besides] = endings[ending];
  const time = seconds === undefined ? '' : seconds === 0 ? ' at once' : ` in ${sayTime(seconds)}`;
  return `${word}${time}${besides}`;
}

/** A blocker in the kernel's own words: "swapper/1 is sleeping on function do_idle". */
export function sayBlocker(blocker: Blocker): string {
  const where = blocker.function === undefined ? '' : ` ${blocker.function}`;
  return `${blocker.task} ${blocker.reason}${where}`;
}

/** A call path: "cpu_startup_entry → do_idle → schedule_idle". */
export function sayPath(residency: Residency): string {
  return residency.path.map((step) => step.function).join(' → ');
}

/** "with a CPU hog on CPU 1 (swapper/1 is sleeping on function do_idle)". */
export function sayScenario(verdict: ScenarioVerdict): string {
  const blockers = verdict.verdict.blockers.slice(0, 2).map(sayBlocker).join('; ');
  return blockers === '' ? verdict.title : `${verdict.title} (${blockers})`;
}

/** The first strategy that helps, with what came out; `undefined` when none does. */
export function sayCure(verdict: ScenarioVerdict): string | undefined {
  const cure = verdict.strategies.find((strategy) => strategy.helps);
  return cure === undefined ? undefined : sayStrategy(cure);
}

/** "Stop the CPU hog … — completes in 2 s". */
export function sayStrategy(strategy: StrategyOutcome): string {
  return `${strategy.title} — ${sayOutcome(strategy.verdict)}`;
}

/** How the function is on a stack: "is idle-outer, on the stack of swapper/N: a → b". */
export function sayResidency(report: FunctionReport): string {
  const [worst] = report.answer?.residency ?? [];
  if (worst === undefined) return 'is nowhere known to sleep';
  if (worst.kind === 'leaf') return 'is a leaf (it cannot sleep)';
  const path = sayPath(worst);
  return `is ${worst.kind}, on the stack of ${worst.task}${path === '' ? '' : `: ${path}`}`;
}
