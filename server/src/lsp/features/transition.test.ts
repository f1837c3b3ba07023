import { expect, test } from 'vitest';
import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { cpuHog, idleMachine, withTasks } from '../../machine/workloads.ts';
import type { RunChoice } from '../../protocol/transition.ts';
import { judge } from '../../transition/judge.ts';
import type { Scenario } from '../../transition/model.ts';
import { profileFor } from '../../transition/profiles.ts';
import { tryStrategies } from '../../transition/strategies/index.ts';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { transition } from './transition.ts';

function verdictOn(id: string, title: string, kernel: string, hogs: number): ScenarioVerdict {
  const profile = profileFor(kernel);
  const tasks = Array.from({ length: hogs }, () => cpuHog(1));
  const machine = withTasks(idleMachine(2, false), ...tasks);
  const asked: Scenario = { title, profile, machine, functions: ['do_idle'], direction: 'load' };
  const verdict = judge(asked);
  const strategies = verdict.outcome === 'completes' ? [] : tryStrategies(asked);
  return { scenario: id, title, profile, asked, verdict, strategies };
}

const verdicts = ['6.1', '5.10'].flatMap((kernel) => [
  verdictOn('idle', 'an idle CPU', kernel, 0),
  verdictOn('hog', 'a CPU hog', kernel, 1),
]);

/** What the view shows for a function of a patch that changes `do_idle()`. */
async function check(
  choice: RunChoice & { readonly function?: string },
  marked = idlePatch.replace('do_idle', 'do_‸idle'),
): Promise<string> {
  const { judged, position } = await markedDocument(marked);
  const functions = judged.report.functions.map((fn) => ({ ...fn, verdicts }));
  const answer = await transition(
    { ...judged, report: { ...judged.report, functions } },
    { uri: judged.document.uri, position, ...choice },
  );
  if (answer.kind === 'none') return answer.reason;
  const list = (options: typeof answer.kernels): string =>
    options.map(({ id, outcome }) => `${id} ${outcome}`.trim()).join(' | ');
  const { scenario, kernel, strategy, run } = answer.choice;
  return [
    `${answer.film.title}, ${answer.film.ends}`,
    `${scenario}, ${kernel}, "${strategy}", ${run}`,
    list(answer.scenarios),
    list(answer.kernels),
    list(answer.strategies.slice(0, 2)),
    list(answer.runs),
  ].join('\n');
}

test('the worst scenario on the kernel in use comes first', async () => {
  expect(await check({})).toMatchInlineSnapshot(`
    "do_idle(): a CPU hog, open
    hog, 6.1, "", first
    idle completes in 1.8 s | hog stalls
    6.1 stalls | 5.10 stalls
    stalls | stop-hog-briefly completes in 1.8 s
    first"
  `);
});

test('a scenario, a kernel and a strategy', async () => {
  expect(
    await check({ scenario: 'idle', kernel: '5.10', strategy: 'flush-schedule-on-each-cpu' }),
  ).toMatchInlineSnapshot(`
    "do_idle(): an idle CPU, complete
    idle, 5.10, "flush-schedule-on-each-cpu", first
    idle stalls | hog stalls
    6.1 completes in 1.8 s | 5.10 stalls
    stalls | flush-schedule-on-each-cpu completes in 1.8 s
    first"
  `);
});

test('what is not to be had is replaced by the nearest', async () => {
  expect(await check({ scenario: 'hog', kernel: '4.4', strategy: 'prayer', run: 'other' })).toBe(
    await check({ scenario: 'hog', kernel: '6.1' }),
  );
});

test('without a function at the cursor the worst of the document', async () => {
  expect(await check({}, `‸${idlePatch}`)).toContain('do_idle()');
});

test('functions without verdicts have a reason', async () => {
  expect(await check({ function: 'cmdline_proc_show' })).toMatchInlineSnapshot(
    `"No scenario was run for cmdline_proc_show()."`,
  );
  expect(await check({ function: 'no_such_function' })).toMatchInlineSnapshot(
    `"no_such_function() is not known to made-up facts for Linux 6.1, so no transition was run."`,
  );
  expect(await check({}, 'no patch at all')).toMatchInlineSnapshot(
    `"This document changes no function that is known to the kernel in use."`,
  );
});
