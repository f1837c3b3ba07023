import { afterEach, expect, test } from 'vitest';
import type { PatchDocument } from '../patch/model.ts';
import type { Analysis } from './analysis.ts';
import { fakeAnalysis } from './testing/fake-analysis.ts';
import { idlePatch } from './testing/marked-document.ts';
import { change, open, start, stop, uri } from './testing/started-server.ts';
import { noFiles } from './workspace-files.ts';

afterEach(stop);

/** Whether there is a line before the diff. */
function hasFirstLine({ messages }: PatchDocument): boolean {
  return messages[0]?.files[0]?.range.start.line === 1;
}

const onName = { textDocument: { uri }, position: { line: 2, character: 34 } };

test('only the newest text is told of', async () => {
  const slow: Analysis = {
    ...fakeAnalysis,
    patch: async (document, course) => {
      await new Promise((resolve) => setTimeout(resolve, hasFirstLine(document) ? 80 : 5));
      return fakeAnalysis.patch(document, course);
    },
  };
  const { client, notification, notifications } = await start({ open: async () => slow });
  await open(client, `first\n${idlePatch}`);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await change(client, idlePatch, 2);
  expect(await notification('textDocument/publishDiagnostics')).toMatchObject({ version: 2 });
  await new Promise((resolve) => setTimeout(resolve, 120));
  const published = notifications.filter((one) => one.method === 'textDocument/publishDiagnostics');
  expect(published).toHaveLength(1);
});

test('a closed document is told of no more', async () => {
  const { client, notification } = await start();
  await open(client, idlePatch);
  await notification('textDocument/publishDiagnostics');
  await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  expect(await notification('textDocument/publishDiagnostics', 2)).toEqual({
    uri,
    diagnostics: [],
  });
});

test('a fault in one judgement is told at the document, and the server goes on', async () => {
  const faulty: Analysis = {
    ...fakeAnalysis,
    patch: async (document, course) => {
      if (document.messages.every(({ files }) => files.length === 0))
        throw new Error('out of luck');
      return fakeAnalysis.patch(document, course);
    },
  };
  const { client, notification, notifications } = await start({ open: async () => faulty });
  await open(client, 'trouble');
  expect(await notification('textDocument/publishDiagnostics')).toMatchObject({
    diagnostics: [{ message: expect.stringContaining('out of luck') }],
  });
  await expect(client.sendRequest('textDocument/hover', onName)).rejects.toThrow('out of luck');
  expect(notifications.some((one) => JSON.stringify(one.params).includes('Hover failed'))).toBe(
    true,
  );
  await change(client, idlePatch, 2);
  expect(await client.sendRequest('textDocument/hover', onName)).toMatchObject({
    contents: { kind: 'plaintext' },
  });
});

test('a client that pulls is answered once, and told when nothing changed', async () => {
  const { client, notifications } = await start({
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await open(client, idlePatch);
  const pull = (previousResultId?: string): Promise<{ resultId: string }> =>
    client.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  const first = await pull().catch(() => pull());
  expect(first).toMatchObject({ kind: 'full', items: [{ code: 'stall' }, { code: 'stall' }] });
  expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  expect(notifications.some((one) => one.method === 'textDocument/publishDiagnostics')).toBe(false);
});

test('a request that was taken back is answered as cancelled', async () => {
  const slow: Analysis = {
    ...fakeAnalysis,
    patch: async (document, course) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return fakeAnalysis.patch(document, course);
    },
  };
  const { client } = await start({ open: async () => slow });
  await open(client, idlePatch);
  const answer = client.sendRequest('textDocument/hover', onName);
  await client.sendNotification('$/cancelRequest', { id: 1 });
  await expect(answer).rejects.toThrow(/cancelled/i);
});

test('a client that fills actions in at once gets them whole', async () => {
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create'] };
  const { client } = await start({ capabilities: { workspace: { workspaceEdit } } });
  await open(client, idlePatch);
  const range = { start: onName.position, end: onName.position };
  const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
  expect(await client.sendRequest('textDocument/codeAction', params)).toMatchObject([
    { edit: { documentChanges: [{ kind: 'create' }, { edits: [{}] }] } },
    { title: expect.stringMatching(/^Ignore stall/) },
  ]);
});

test.each([
  [
    'an unknown document',
    { textDocument: { uri: 'file:///other' }, position: { line: 0, character: 0 } },
  ],
  ['a place behind the end', { textDocument: { uri }, position: { line: 999, character: 999 } }],
])('%s has no hover', async (_, params) => {
  const { client } = await start();
  await open(client, idlePatch);
  expect(await client.sendRequest('textDocument/hover', params)).toBeNull();
});

test('a baseline beside the patch is honoured, and an ignore with a reason is written', async () => {
  const entry = { code: 'stall', function: 'do_idle', reason: 'ours' };
  const files = {
    ...noFiles,
    read: async (asked: string) =>
      asked === 'file:///patches/.livepatch-feasibility.json'
        ? JSON.stringify({ version: 1, ignore: [entry] })
        : undefined,
  };
  const { client, notification, notifications } = await start({ files });
  await open(client, idlePatch);
  await notification('livepatch/status', 2);
  let newest = await notification('textDocument/publishDiagnostics');
  for (let count = 2; JSON.stringify(newest).includes('stall') && count < 5; count += 1) {
    newest = await notification('textDocument/publishDiagnostics', count);
  }
  expect(newest).toMatchObject({ diagnostics: [] });
  expect(notifications.length).toBeGreaterThan(0);
  let applied: unknown;
  client.onRequest('workspace/applyEdit', (params) => {
    applied = params;
    return { applied: true };
  });
  const request = { uri, code: 'stall', function: 'do_idle' };
  const command = 'livepatchFeasibility.server.ignore';
  await client.sendRequest('workspace/executeCommand', { command, arguments: [request, 'mine'] });
  expect(JSON.stringify(applied)).toContain('mine');
  await expect(
    client.sendRequest('workspace/executeCommand', { command, arguments: [request, ''] }),
  ).rejects.toThrow(/cannot be run/);
});
