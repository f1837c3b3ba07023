import { isRisk } from '../../feasibility/risk.ts';
import type { JudgedDocument } from '../model.ts';
import { findingLines, ignoredLines } from './finding-lines.ts';
import { functionSection } from './function-section.ts';
import { hang, type Page } from './page.ts';

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Codes of findings that tell of something that could not be judged. */
const NOT_JUDGED: ReadonlySet<string> = new Set(['unknown-function', 'patch-problem']);

function summary({ report }: JudgedDocument): string {
  const risks = new Set(report.findings.filter(isRisk).map((one) => one.function)).size;
  const judged = report.functions.filter((one) => one.verdicts.length > 0).length;
  const gaps = report.findings.filter((one) => NOT_JUDGED.has(one.code)).length;
  const notes =
    gaps === 0 ? '' : ` Not everything could be judged: see ${count(gaps, 'note')} above.`;
  if (judged === 0) return `No function was judged.${notes}`;
  const outcome = risks === 0 ? 'no stall risk found' : `${risks} at risk`;
  return `${count(judged, 'function')} judged: ${outcome} on ${report.profile.title}.${notes}`;
}

/** The report of one document as lines of text, readable without colour and at 80 columns. */
export function textReport(page: Page, judged: JudgedDocument): string {
  const { path, report } = judged;
  const lines = [
    ...hang(
      page,
      '',
      page.style.bold(`${path === undefined ? '' : `${path}: `}judged for ${report.profile.title}`),
    ),
    ...hang(page, '', page.style.dim(`with ${report.origin.description}`)),
    ...report.functions.flatMap((one) => ['', ...functionSection(page, one, report.profile.id)]),
    '',
    ...report.findings
      .filter((one) => one.severity !== 'hint')
      .flatMap((one) => findingLines(page, path, one)),
    ...(report.ignored ?? []).flatMap((one) => ignoredLines(page, path, one)),
    ...hang(page, '', page.style.bold(summary(judged))),
  ];
  return `${lines.join('\n')}\n`;
}
