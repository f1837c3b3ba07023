import type { FeasibilityReport } from '../feasibility/model.ts';
import type { ConfirmReport, ConfirmReportCase, SimulatedOutcome } from '../protocol/confirm.ts';
import type { Page } from '../report/text/page.ts';
import type { Confirmation, ConfirmCase, ConfirmedCase } from './confirm-model.ts';
import { confirmationText } from './confirm-text.ts';

const titles: Readonly<Record<string, string>> = {
  idle: 'an idle machine',
  hog1: 'a CPU hog on CPU 1',
  sleepers: 'user tasks asleep in many system calls',
  stopped: 'a stopped and a traced task',
};

const strategyTitles: Readonly<Record<string, string>> = {
  wait: 'waiting',
  flush: 'an empty function run on every CPU',
  'stop-10ms': 'the hog stopped for 10 ms',
  'stop-continue-blockers': 'the blockers stopped and continued',
  'continue-stopped': 'the stopped tasks continued',
  reverse: 'reversing (the patch is then not in)',
};

/** What the command cannot show. */
const limits: readonly string[] = [
  'Each function was redirected to a thunk that runs its old body: the transition was real, the new code did not run. Whether it is right, and what else the patch does (data, callbacks, shadow variables), is not tried.',
  'The functions were tried one at a time, and loading only: a livepatch that changes several is open for as long as the worst of them, and disabling or replacing it later is another transition.',
  'An emulated CPU is slow: the outcome counts, seconds only by order of magnitude.',
  'The machine has two CPUs, no hardware, no idle driver with deep idle states, and none of your own workload and modules.',
];

function simulated(one: ConfirmCase, report: FeasibilityReport): readonly SimulatedOutcome[] {
  return report.functions
    .filter((each) => each.name === one.function)
    .flatMap((each) => each.verdicts)
    .filter(
      ({ scenario, profile }) => scenario === one.workload && profile.id === report.profile.id,
    )
    .map(({ scenario, verdict }) => ({
      scenario,
      outcome: verdict.outcome,
      seconds: verdict.timed.seconds ?? null,
    }));
}

/** A run that the simulator ends after the kernel was no longer watched says nothing either way. */
function agrees(one: ConfirmedCase, said: readonly SimulatedOutcome[]): boolean | null {
  if (said.length === 0 || (one.outcome !== 'complete' && one.outcome !== 'stalled')) return null;
  const late = said.some(({ seconds }) => seconds !== null && seconds > one.seconds);
  if (one.outcome === 'stalled' && late && said.every((each) => each.outcome === 'completes')) {
    return null;
  }
  return one.outcome === 'complete'
    ? said.every(({ outcome }) => outcome !== 'stalls')
    : said.some(({ outcome }) => outcome !== 'completes');
}

function caseOf(one: ConfirmedCase, report: FeasibilityReport): ConfirmReportCase {
  const said = simulated(one, report);
  return {
    ...one,
    title: titles[one.workload] ?? one.workload,
    error: one.error ?? null,
    strategies: one.strategies.map((tried) => ({
      ...tried,
      title: strategyTitles[tried.strategy] ?? tried.strategy,
    })),
    simulated: said,
    agrees: agrees(one, said),
  };
}

/**
 * The kernel's answers with the simulator's of `report` ({@link simulatedCases}) beside them; `asked`
 * cases were to be tried; the text is set on `page`.
 */
export function confirmReport(
  confirmation: Confirmation,
  report: FeasibilityReport,
  asked: number,
  page: Page,
): ConfirmReport {
  const { release, machine } = confirmation;
  const cases = confirmation.cases.map((one) => caseOf(one, report));
  const untold = {
    format: 1,
    release,
    machine,
    cases,
    unasked: asked - cases.length,
    limits,
  } as const;
  return { ...untold, text: confirmationText(untold, page) };
}
