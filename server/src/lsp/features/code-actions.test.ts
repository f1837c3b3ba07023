import { expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { codeActions } from './code-actions.ts';
import { resolveAction } from './resolve-action.ts';

async function actionsAt(marked: string, showsDisabled: boolean): Promise<CodeAction[]> {
  const { judged, position } = await markedDocument(marked);
  const range = { start: position, end: position };
  const params = {
    textDocument: { uri: judged.document.uri },
    range,
    context: { diagnostics: [] },
  };
  return codeActions(judged, params, showsDisabled);
}

async function check(marked: string, showsDisabled = true): Promise<string> {
  const actions = await actionsAt(marked, showsDisabled);
  return actions
    .map(
      (one) => `${one.title}${one.disabled === undefined ? '' : ` [off: ${one.disabled.reason}]`}`,
    )
    .join('\n');
}

const onName = idlePatch.replace('do_idle', 'do_‸idle');

test('titles carry what the simulator said; those that do not help are off', async () => {
  expect(await check(onName)).toMatchInlineSnapshot(`
    "Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT) — completes in 2 s (do_idle, a CPU-bound task on CPU 1)
    Flush with an empty work item on each CPU — stalls (do_idle, a CPU-bound task on CPU 1) [off: Does not help: The kworker runs instead of the idle task.]"
  `);
});

test('a client that cannot show disabled actions gets only those that help', async () => {
  expect((await check(onName, false)).split('\n')).toHaveLength(1);
});

test('nothing outside of what changes a function', async () => {
  expect(await check(`‸${idlePatch}`)).toBe('');
});

test('an action opens its script, or writes it beside the patch', async () => {
  const { judged } = await markedDocument(idlePatch);
  const [action] = await actionsAt(onName, true);
  if (action === undefined) throw new Error('no action');
  const shown = resolveAction(action, judged, 'command');
  expect(shown.command?.command).toBe('livepatchFeasibility.showText');
  expect(shown.command?.arguments?.[0]).toMatchObject({ languageId: 'shellscript' });
  const written = resolveAction(action, judged, 'file');
  expect(written.edit?.documentChanges?.[0]).toMatchObject({
    kind: 'create',
    uri: 'file:///patches/stop-cpu-hog.sh',
  });
});

test('an action whose strategy is gone stays as it was', async () => {
  const { judged } = await markedDocument(idlePatch);
  const data = { uri: 'x', version: 1, function: 'gone', scenario: 'hog', strategy: 'stop-hog' };
  const action = { title: 'old', data };
  expect(resolveAction(action, judged, 'command')).toEqual(action);
});
