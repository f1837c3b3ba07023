import type { Finding, Severity } from '../../feasibility/model.ts';
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

/** One finding as `FILE:LINE:COLUMN: severity: message [code]`, wrapped. */
export function findingLines(
  page: Page,
  path: string | undefined,
  finding: Finding,
): readonly string[] {
  const start = finding.range?.start;
  const at = start === undefined ? '' : `:${start.line + 1}:${start.character + 1}`;
  const where = path === undefined ? '' : `${path}${at}: `;
  const text = `${where}${severityLabel(page, finding.severity)}: ${finding.message} ${page.style.dim(`[${finding.code}]`)}`;
  const [first = '', ...rest] = hang({ ...page, columns: page.columns - 2 }, '', text);
  return [first, ...rest.map((line) => `  ${line}`)];
}
