import type { Finding, IgnoredFinding, Severity } from '../../feasibility/model.ts';
import { hang, type Page } from './page.ts';

function severityLabel(page: Page, severity: Severity): string {
  switch (severity) {
    case 'error':
      return page.style.red('error');
    case 'warning':
      return page.style.yellow('warning');
    case 'information':
      return page.style.cyan('note');
    case 'hint':
      return page.style.dim('hint');
  }
}

function placeOf(path: string | undefined, { range }: Finding): string {
  const at = range === undefined ? '' : `:${range.start.line + 1}:${range.start.character + 1}`;
  return path === undefined ? '' : `${path}${at}: `;
}

function wrapped(page: Page, text: string): readonly string[] {
  const [first = '', ...rest] = hang({ ...page, columns: page.columns - 2 }, '', text);
  return [first, ...rest.map((line) => `  ${line}`)];
}

/** One finding as `FILE:LINE:COLUMN: severity: message [code]`, wrapped. */
export function findingLines(
  page: Page,
  path: string | undefined,
  finding: Finding,
): readonly string[] {
  const severity = severityLabel(page, finding.severity);
  const code = page.style.dim(`[${finding.code}]`);
  return wrapped(page, `${placeOf(path, finding)}${severity}: ${finding.message} ${code}`);
}

/** A finding that is ignored, as one sentence: which, why, and where that is said. */
export function ignoredLines(
  page: Page,
  path: string | undefined,
  { finding, reason, where }: IgnoredFinding,
): readonly string[] {
  const what = `${finding.code}${finding.function === undefined ? '' : ` of ${finding.function}()`}`;
  const text = `${placeOf(path, finding)}ignored: ${what}, because: ${reason} (${where})`;
  return wrapped(page, page.style.dim(text));
}
