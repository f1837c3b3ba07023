import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { sayBlocker, sayOutcome } from '../../feasibility/rules/sentences.ts';
import type { StrategyOutcome, Verdict } from '../../transition/model.ts';
import { type Html, say, tag, text } from './markup.ts';

const signs = { completes: '✓', stalls: '✗', 'may-stall': '◐' } as const;

function outcome(verdict: Verdict): Html {
  const flags = verdict.flags.map((flag) => `, ${flag}`).join('');
  return say('strong', `${signs[verdict.outcome]} ${sayOutcome(verdict)}${flags}`, verdict.outcome);
}

function cell(verdict: Verdict | undefined): Html {
  if (verdict === undefined) return tag('td', {}, say('span', '–', 'muted'));
  const [blocker] = verdict.outcome === 'completes' ? [] : verdict.blockers;
  const why = blocker === undefined ? '' : say('small', sayBlocker(blocker));
  return tag('td', {}, outcome(verdict), why);
}

function row(head: Html, cells: readonly Html[]): Html {
  return tag('tr', {}, tag('th', { scope: 'row' }, head), ...cells);
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  const columns = heads.map((head) => tag('th', { scope: 'col' }, text(head)));
  const head = tag('thead', {}, tag('tr', {}, ...columns));
  return tag('div', { class: 'scroll' }, tag('table', {}, head, tag('tbody', {}, ...rows)));
}

/** Scenarios down, kernels across, in the order of the verdicts; empty where there are none. */
export function verdictTable(verdicts: readonly ScenarioVerdict[]): Html {
  if (verdicts.length === 0) return '';
  const kernels = new Map(verdicts.map((one) => [one.profile.id, one.profile.title]));
  const scenarios = new Map(verdicts.map((one) => [one.scenario, one.title]));
  const rows = [...scenarios].map(([scenario, title]) =>
    row(
      text(title),
      [...kernels.keys()].map((kernel) =>
        cell(
          verdicts.find((one) => one.scenario === scenario && one.profile.id === kernel)?.verdict,
        ),
      ),
    ),
  );
  return table(['Scenario', ...kernels.values()], rows);
}

function strategyRow(strategy: StrategyOutcome): Html {
  return row(text(strategy.title), [
    tag('td', {}, outcome(strategy.verdict)),
    tag(
      'td',
      {},
      text(strategy.explanation),
      strategy.risk === '' ? '' : say('small', `Risk: ${strategy.risk}`),
    ),
  ]);
}

/** What was tried in one scenario, with what came out; empty where nothing was. */
export function strategyTable({ title, profile, strategies }: ScenarioVerdict): Html {
  if (strategies.length === 0) return '';
  const helps = strategies.some((one) => one.helps);
  const heading = `${helps ? 'What frees it' : 'Nothing that was tried frees it'} with ${title} (${profile.title})`;
  return (
    say('h4', heading) +
    table(['What is done', 'Then it', 'Why, and at what risk'], strategies.map(strategyRow))
  );
}
