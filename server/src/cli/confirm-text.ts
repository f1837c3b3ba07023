import type { FeasibilityReport } from '../feasibility/model.ts';
import type { Confirmation, ConfirmedCase } from './confirm-model.ts';

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

/** The scenarios of the simulator that speak of the same machine. */
const scenarios: Readonly<Record<string, readonly string[]>> = {
  idle: ['idle', 'sleeping-thread'],
  hog1: ['hog'],
  sleepers: ['sleeping-user'],
  stopped: ['stopped'],
};

/** What the command cannot show, for the end of each report. */
const limits = `What this cannot show: the functions ran as they are, so nothing is said of the new code; the CPUs
are emulated, so outcomes count and seconds only by order of magnitude; there is no idle driver, no
hardware, and none of your own workload in the machine.
`;

function outcomeOf(one: ConfirmedCase): string {
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

function simulated(one: ConfirmedCase, report: FeasibilityReport): string {
  const ids = scenarios[one.workload] ?? [];
  const verdicts = report.functions
    .filter((each) => (each.answer?.effectiveSet ?? [each.name]).includes(one.function))
    .flatMap((each) => each.verdicts)
    .filter(({ scenario, profile }) => ids.includes(scenario) && profile.id === report.profile.id);
  return verdicts.length === 0
    ? ''
    : ` (simulated: ${[...new Set(verdicts.map(({ verdict }) => verdict.outcome))].join(', ')})`;
}

function linesOf(one: ConfirmedCase, report: FeasibilityReport): readonly string[] {
  const title = titles[one.workload] ?? one.workload;
  const shown = one.blockers.slice(0, 4);
  const more = one.blockers.length - shown.length;
  return [
    `  ${title}: ${outcomeOf(one)}${simulated(one, report)}`,
    ...(one.outcome === 'stalled' ? shown.map((line) => `    ${line}`) : []),
    ...(one.outcome === 'stalled' && more > 0 ? [`    and ${more} more`] : []),
    ...one.strategies.map(
      ({ strategy, freed, seconds }) =>
        `    ${strategyTitles[strategy] ?? strategy}: ${freed ? `frees it in ${seconds} s` : 'does not free it'}`,
    ),
  ];
}

/** The confirmation for a reader: each function, what the kernel did with it, and the limits of that. */
export function confirmationText(confirmation: Confirmation, report: FeasibilityReport): string {
  const names = [...new Set(confirmation.cases.map((one) => one.function))];
  const sections = names.map((name) => {
    const cases = confirmation.cases.filter((one) => one.function === name);
    return `${name}\n${cases.flatMap((one) => linesOf(one, report)).join('\n')}\n`;
  });
  return [
    `Tried on Linux ${confirmation.release} in a virtual machine\n`,
    ...sections,
    limits,
  ].join('\n');
}
