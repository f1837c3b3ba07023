import { expect, test } from 'vitest';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { codeLenses } from './code-lens.ts';

async function check(text: string, showsTransition = false): Promise<string[]> {
  const { judged } = await markedDocument(text);
  return codeLenses(judged, showsTransition).map(
    ({ range, command }) => `${range.start.line + 1}: ${command?.title}`,
  );
}

test('the verdict above the hunk', async () => {
  expect(await check(idlePatch)).toEqual([
    '3: ✗ do_idle(): stalls on Linux 6.1 with a CPU-bound task on CPU 1',
  ]);
});

test('clients with a transition view can open it', async () => {
  expect(await check(idlePatch, true)).toEqual([
    '3: ✗ do_idle(): stalls on Linux 6.1 with a CPU-bound task on CPU 1',
    '3: Show transition',
  ]);
});

test('what is not known is said', async () => {
  expect(await check(idlePatch.replace('do_idle', 'no_such'))).toEqual([
    '3: no_such(): not known on Linux 6.1',
  ]);
});
