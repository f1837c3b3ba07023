import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { sayBlocker, sayOutcome } from '../../feasibility/rules/sentences.ts';
import type { Verdict } from '../../transition/model.ts';
import { escapeMarkdown, table } from './markdown.ts';

const marks = { completes: '✓', stalls: '✗', 'may-stall': '◐' } as const;

function cell(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '–';
  const flags = verdict.flags.map((flag) => `, ${flag}`).join('');
  const [blocker] = verdict.outcome === 'completes' ? [] : verdict.blockers;
  const why = blocker === undefined ? '' : `: ${escapeMarkdown(sayBlocker(blocker))}`;
  return `${marks[verdict.outcome]} ${sayOutcome(verdict)}${flags}${why}`;
}

/**
 * Scenarios down, kernels across, in the order of the verdicts, so that the user's own kernel comes
 * first. Empty where there are no verdicts.
 */
export function verdictTable(verdicts: readonly ScenarioVerdict[]): string {
  if (verdicts.length === 0) return '';
  const kernels = new Map(verdicts.map((one) => [one.profile.id, one.profile.title]));
  const scenarios = new Map(verdicts.map((one) => [one.scenario, one.title]));
  const rows = [...scenarios].map(([scenario, title]) => [
    escapeMarkdown(title),
    ...[...kernels.keys()].map((kernel) =>
      cell(verdicts.find((one) => one.scenario === scenario && one.profile.id === kernel)?.verdict),
    ),
  ]);
  return table(['Scenario', ...[...kernels.values()].map(escapeMarkdown)], rows);
}
