import { expect, test } from 'vitest';
import type { FunctionAnswer } from '../../stacks/model.ts';
import { doIdle } from '../testing/fake-answers.ts';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { smallGraph } from '../testing/small-tree.ts';
import { inlayHints } from './inlay-hints.ts';

const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function check(
  choice: { readonly verdict: boolean; readonly callers: boolean },
  answer: FunctionAnswer = doIdle,
  range = whole,
): Promise<string> {
  const { judged } = await markedDocument(idlePatch);
  const functions = judged.report.functions.map((fn) => ({ ...fn, answer }));
  const report = { ...judged.report, functions };
  const hints = inlayHints({ ...judged, report }, range, choice, await smallGraph());
  return hints
    .map(({ position, label }) => `${position.line + 1}:${position.character + 1} ${label}`)
    .join(', ');
}

test('the verdict and the callers behind the name', async () => {
  expect(await check({ verdict: true, callers: true })).toBe('3:40 ✗ stalls, 3:40 1 caller');
});

test('each can be left out', async () => {
  expect(await check({ verdict: false, callers: true })).toBe('3:40 1 caller');
  expect(await check({ verdict: true, callers: false })).toBe('3:40 ✗ stalls');
});

test('a function that the compiler put into others', async () => {
  const inlined = { ...doIdle, effectiveSet: ['cpu_startup_entry', 'play_idle'] };
  expect(await check({ verdict: false, callers: true }, inlined)).toBe('3:40 inlined into 2');
});

test('only in the range that is asked for', async () => {
  const elsewhere = { start: { line: 6, character: 0 }, end: { line: 9, character: 0 } };
  expect(await check({ verdict: true, callers: true }, doIdle, elsewhere)).toBe('');
});
