import { expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { treePlaces } from '../tree-places.ts';
import { diagnostics } from './diagnostics.ts';

const style = {
  relatedInformation: true,
  rulePages: 'x:/rules',
  inTree: treePlaces('/src/linux'),
};

const levels = ['', 'error', 'warning', 'information', 'hint'];

function show(lines: readonly string[], { range, severity, code, message }: Diagnostic): string {
  const { start, end } = range;
  const text = lines[start.line]?.slice(
    start.character,
    start.line === end.line ? end.character : undefined,
  );
  return `${start.line + 1}:${start.character + 1} ${levels[severity ?? 0]} ${code} [${text}] ${message}`;
}

async function check(text: string): Promise<string> {
  const { judged } = await markedDocument(text);
  const found = diagnostics(judged, style);
  return found.map((one) => show(text.split('\n'), one)).join('\n');
}

test('a stall is told on the changed line, with a pointer at the name in the hunk header', async () => {
  expect(await check(idlePatch)).toMatchInlineSnapshot(`
    "7:3 warning stall [pr_debug("round\\n");] do_idle() is idle-outer, on the stack of swapper/N: cpu_startup_entry → do_idle → schedule_idle. On Linux 6.1 (x86_64) the transition stalls with a CPU-bound task on CPU 1 (swapper/1 is sleeping on function do_idle). Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT) — completes in 2 s.
    3:33 information stall [do_idle] do_idle(): the transition stalls; see line 7."
  `);
});

test('a text without a patch says so', async () => {
  expect(await check('nothing here\n')).toMatchInlineSnapshot(
    `"1:1 error patch-problem [nothing here] No diff was found in this text: expected \`--- PATH\`, \`+++ PATH\` and \`@@ -a,b +c,d @@\`."`,
  );
});

test('codes lead to their pages, pointers to the finding', async () => {
  const { judged } = await markedDocument(idlePatch);
  const [whole, pointer] = diagnostics(judged, style);
  expect(whole?.codeDescription?.href).toBe('x:/rules/stall.md');
  expect(pointer?.relatedInformation?.[0]?.location.range).toEqual(whole?.range);
});

test('the call path can be walked in the kernel tree', async () => {
  const { judged } = await markedDocument(idlePatch);
  const [whole] = diagnostics(judged, style);
  const walked = whole?.relatedInformation?.map(
    ({ location, message }) => `${location.uri}:${location.range.start.line + 1} ${message}`,
  );
  expect(walked).toEqual([
    'file:///patches/example.patch:3 do_idle here',
    'file:///src/linux/kernel/sched/idle.c:400 cpu_startup_entry() calls do_idle()',
    'file:///src/linux/kernel/sched/idle.c:326 do_idle() calls schedule_idle()',
    'file:///src/linux/kernel/sched/core.c:6570 schedule_idle()',
  ]);
});

test('of very many the worst are shown, and the rest is counted', async () => {
  const { judged } = await markedDocument(idlePatch);
  const [stall] = judged.report.findings;
  if (stall === undefined) throw new Error('no finding');
  const mild = { ...stall, severity: 'information' as const, related: [] };
  const findings = [...Array.from({ length: 1500 }, () => mild), stall];
  const found = diagnostics({ ...judged, report: { ...judged.report, findings } }, style);
  expect(found).toHaveLength(1000);
  expect(found[0]?.message).toMatch(/^503 lesser findings /);
  expect(found.filter((one) => one.severity === 2)).toHaveLength(1);
});
