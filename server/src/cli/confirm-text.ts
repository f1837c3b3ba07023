import type {
  ConfirmedTask,
  ConfirmReport,
  ConfirmReportCase,
  SimulatedOutcome,
} from '../protocol/confirm.ts';

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

function stackText({ task, pid, stack }: ConfirmedTask): string {
  return `    stack of ${task}:${pid}: ${stack.join(' < ') || 'not shown by the kernel'}`;
}

function stalledLines(one: ConfirmReportCase): readonly string[] {
  if (one.outcome !== 'stalled') return [];
  const shown = one.blockers.slice(0, MOST_SHOWN);
  const more = one.blockers.length - shown.length;
  return [
    ...shown.map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...one.tasks.slice(0, MOST_SHOWN).map(stackText),
  ];
}

function linesOf(one: ConfirmReportCase): readonly string[] {
  return [
    `  ${one.title}: ${outcomeOf(one)}${simulatedText(one)}`,
    ...stalledLines(one),
    ...one.strategies.map(
      ({ title, freed, seconds }) =>
        `    ${title}: ${freed ? `frees it in ${seconds} s` : 'does not free it'}`,
    ),
  ];
}

/** The confirmation for a reader: each function, what the kernel did with it, and the limits of that. */
export function confirmationText(report: Omit<ConfirmReport, 'text'>): string {
  const names = [...new Set(report.cases.map((one) => one.function))];
  const sections = names.map((name) => {
    const cases = report.cases.filter((one) => one.function === name);
    return `${name}\n${cases.flatMap(linesOf).join('\n')}\n`;
  });
  const cut =
    report.unasked === 0
      ? []
      : [`${report.unasked} cases were not tried: the time was over (--limit).\n`];
  return [
    `Tried on Linux ${report.release} in a virtual machine (${report.machine})\n`,
    ...sections,
    ...cut,
    `What this cannot show\n${report.limits.map((line) => `  - ${line}\n`).join('')}`,
  ].join('\n');
}
