import type {
  ConfirmedTask,
  ConfirmReport,
  ConfirmReportCase,
  SimulatedOutcome,
} from '../protocol/confirm.ts';
import { hang, type Page } from '../report/text/page.ts';

/** Blockers and stacks that are shown of each case. */
const MOST_SHOWN = 4;

function outcomeOf(one: ConfirmReportCase): string {
  switch (one.outcome) {
    case 'complete':
      return `completes in ${one.seconds} s`;
    case 'stalled':
      return `stalls: still open after ${one.seconds} s`;
    case 'not-loadable':
      return `cannot be loaded (${one.error ?? 'refused'})`;
    case 'hangs':
      return 'hangs while it is loaded';
    case 'lost':
      return 'not known: the machine was lost';
  }
}

function simulatedText(one: ConfirmReportCase): string {
  if (one.simulated.length === 0) return '';
  const words = (said: SimulatedOutcome): string =>
    said.outcome === 'completes' && said.seconds !== null
      ? `completes in ${Math.round(said.seconds * 10) / 10} s`
      : said.outcome;
  const all = [...new Set(one.simulated.map(words))].join(', ');
  return ` (simulated: ${all}${one.agrees === false ? '; the kernel did otherwise' : ''})`;
}

function stackLines(page: Page, { task, pid, stack }: ConfirmedTask): readonly string[] {
  const functions = stack.join(' < ') || 'not shown by the kernel';
  return hang(page, '      ', `stack of ${task}:${pid}: ${functions}`);
}

function stalledLines(page: Page, one: ConfirmReportCase): readonly string[] {
  if (one.outcome !== 'stalled') return [];
  const shown = one.blockers.slice(0, MOST_SHOWN);
  const more = one.blockers.length - shown.length;
  return [
    ...shown.map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...one.tasks.slice(0, MOST_SHOWN).flatMap((task) => stackLines(page, task)),
  ];
}

function linesOf(page: Page, one: ConfirmReportCase): readonly string[] {
  return [
    ...hang(page, '  ', `${one.title}: ${outcomeOf(one)}${simulatedText(one)}`),
    ...stalledLines(page, one),
    ...one.strategies.map(
      ({ title, freed, seconds }) =>
        `    ${title}: ${freed ? `frees it in ${seconds} s` : 'does not free it'}`,
    ),
  ];
}

/** The confirmation for a reader: each function, what the kernel did with it, and the limits of that. */
export function confirmationText(report: Omit<ConfirmReport, 'text'>, page: Page): string {
  const names = [...new Set(report.cases.map((one) => one.function))];
  const sections = names.map((name) => {
    const cases = report.cases.filter((one) => one.function === name);
    const lines = cases.flatMap((one) => linesOf(page, one));
    return `${page.style.bold(name)}\n${lines.join('\n')}\n`;
  });
  const limits = report.limits.flatMap((line) => hang(page, '  - ', line));
  const cut =
    report.unasked === 0
      ? []
      : [`${report.unasked} cases were not tried: the time was over (--limit).\n`];
  return [
    `Tried on Linux ${report.release} in a virtual machine (${report.machine})\n`,
    ...sections,
    ...cut,
    `What this cannot show\n${limits.join('\n')}\n`,
  ].join('\n');
}
