import { hang, type Page, pad } from '../report/text/page.ts';
import type { Outcome, StrategyOutcome, TraceEvent, Verdict } from '../transition/model.ts';
import type { Simulation } from './simulate-json.ts';

function coloured(page: Page, outcome: Outcome, text: string): string {
  if (outcome === 'completes') return page.style.green(text);
  return outcome === 'stalls' ? page.style.red(text) : page.style.yellow(text);
}

/** How a transition ends that does. */
const endings: Readonly<Record<Verdict['ending'], string>> = {
  switched: 'completes',
  reversed: 'is reversed, the patch as it was before,',
  forced: 'is forced through, without consistency,',
  immediate: 'takes effect without consistency',
};

/** "completes in 2 s", "stalls": in one breath. */
function inWords({ outcome, ending, seconds, bounded, flags }: Verdict): string {
  if (outcome !== 'completes') return [outcome, ...flags].join(', ');
  const time =
    seconds === undefined
      ? ''
      : bounded
        ? ` in ${Number(seconds.toFixed(2))} s at most`
        : ` in ${Number(seconds.toFixed(2))} s here, without a bound`;
  return [`${endings[ending]}${time}`, ...flags].join(', ');
}

function verdictLines(page: Page, verdict: Verdict): readonly string[] {
  const { timed, proof } = verdict;
  const states = `${proof.states} states${proof.complete ? '' : ', the search gave up at its bound'}`;
  const run =
    timed.seconds === undefined
      ? `still open after ${timed.limit} s`
      : `complete after ${timed.seconds} s`;
  const counts = `${timed.tries} tries, ${timed.signalRounds} rounds of fake signals`;
  return [
    ...hang(
      page,
      '  ',
      `${coloured(page, verdict.outcome, inWords(verdict))} (all fair runs; ${states})`,
    ),
    ...hang(page, '  ', `against the clock: ${run}; ${counts}`),
    ...verdict.blockers.flatMap(({ task, reason, function: name }) =>
      hang(page, '    ', name === undefined ? `${task} ${reason}` : `${task} ${reason} ${name}`),
    ),
  ];
}

function strategyLines(
  page: Page,
  { title, explanation, risk, helps, verdict }: StrategyOutcome,
): readonly string[] {
  const mark = helps ? page.style.green('+ ') : page.style.dim('- ');
  return [
    ...hang(page, `  ${mark}`, `${title}: ${inWords(verdict)}`),
    ...hang(page, '      ', explanation),
    ...(risk === '' ? [] : hang(page, '      ', `Risk: ${risk}`)),
  ];
}

function traceLines(page: Page, title: string, trace: readonly TraceEvent[]): readonly string[] {
  if (trace.length === 0) return [];
  const lines = trace.flatMap(({ seconds, cpu, what, text, by }) => {
    const place = cpu === undefined ? '' : `CPU ${cpu}`;
    const lead = `  ${pad(`${seconds.toFixed(2)} s`, 9)} ${pad(place, 7)} ${pad(what, 8)} `;
    return hang(page, lead, by === undefined ? text : `${text} [${by}]`);
  });
  return [page.style.bold(title), ...lines];
}

/** A simulation for reading in a terminal; `withTrace` adds the runs step by step. */
export function simulationText(page: Page, simulation: Simulation, withTrace: boolean): string {
  const { scenario, refusal, verdict, strategies = [], together, cheapest } = simulation;
  const what = `${scenario.direction} of ${scenario.functions.join(', ')} on ${scenario.profile.title}`;
  const head = [page.style.bold(scenario.title), ...hang(page, '  ', what)];
  if (verdict === undefined) {
    const why = refusal === undefined ? '' : `${refusal.error}: ${refusal.message}`;
    return `${[...head, ...hang(page, '  ', page.style.red(`refused with ${why}`))].join('\n')}\n`;
  }
  const sufficient =
    cheapest === undefined
      ? 'No two of them are enough, the last resort aside.'
      : cheapest.length === 0
        ? 'Nothing needs to be done.'
        : `Cheapest that is enough: ${cheapest.map((one) => one.title).join(' + ')}`;
  return `${[
    ...head,
    ...verdictLines(page, verdict),
    ...(strategies.length === 0 ? [] : [page.style.bold('Strategies')]),
    ...strategies.flatMap((one) => strategyLines(page, one)),
    ...(together === undefined
      ? []
      : hang(page, '  ', `All of these together: ${inWords(together)}`)),
    ...hang(page, '  ', sufficient),
    ...(withTrace ? traceLines(page, 'Run', verdict.trace) : []),
    ...(withTrace ? traceLines(page, 'The other way it can go', verdict.otherTrace) : []),
  ].join('\n')}\n`;
}
