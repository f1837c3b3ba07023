import { isRisk } from '../../feasibility/risk.ts';
import type { JudgedDocument } from '../model.ts';
import { findingLines } from './finding-lines.ts';
import { functionSection } from './function-section.ts';
import { hang, type Page } from './page.ts';

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function summary({ report }: JudgedDocument): string {
  const risks = new Set(report.findings.filter(isRisk).map((one) => one.function)).size;
  const judged = count(report.functions.length, 'function');
  return risks === 0
    ? `${judged} judged: no stall risk found on ${report.profile.title}.`
    : `${judged} judged: ${risks} at risk on ${report.profile.title}.`;
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
    ...hang(page, '', page.style.bold(summary(judged))),
  ];
  return `${lines.join('\n')}\n`;
}
