import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { sayTime } from '../../feasibility/rules/sentences.ts';
import type { Verdict } from '../../transition/model.ts';
import { escapeMarkdown, table } from './markdown.ts';

/** Few words, so that five kernels fit side by side. */
function outcome(verdict: Verdict): string {
  switch (verdict.outcome) {
    case 'completes':
      return verdict.seconds === undefined ? '✓ completes' : `✓ ${sayTime(verdict.seconds)}`;
    case 'stalls':
      return '✗ **stalls**';
    case 'may-stall':
      return '◐ **may stall**';
  }
}

function cell(verdict: Verdict | undefined): string {
  return verdict === undefined ? '–' : [outcome(verdict), ...verdict.flags].join(', ');
}

/**
 * Scenarios down, kernels across, in the order of the verdicts, so that the user's own kernel comes
 * first. Empty where there are no verdicts.
 */
export function verdictTable(verdicts: readonly ScenarioVerdict[]): string {
  if (verdicts.length === 0) return '';
  const kernels = new Set(verdicts.map((one) => one.profile.id));
  const scenarios = new Map(verdicts.map((one) => [one.scenario, one.title]));
  const rows = [...scenarios].map(([scenario, title]) => [
    escapeMarkdown(title),
    ...[...kernels].map((kernel) =>
      cell(verdicts.find((one) => one.scenario === scenario && one.profile.id === kernel)?.verdict),
    ),
  ]);
  return table(['with, on Linux', ...[...kernels].map(escapeMarkdown)], rows);
}
