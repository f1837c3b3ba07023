import { afterEach, expect, test } from 'vitest';
import type { Analysis, OpenAnalysis } from './analysis.ts';
import { DocumentJudge } from './document-judge.ts';
import type { OpenJudge } from './judge.ts';
import { fakeAnalysis } from './testing/fake-analysis.ts';
import { idlePatch } from './testing/marked-document.ts';
import { open, start, stop, uri } from './testing/started-server.ts';

afterEach(stop);

test('a kernel that takes its time is waited for, and told of', async () => {
  let opened: (analysis: Analysis) => void = () => {};
  const { client, notification } = await start({
    open: () =>
      new Promise((resolve) => {
        opened = resolve;
      }),
  });
  await open(client, idlePatch);
  expect(await notification('livepatch/status')).toMatchObject({ state: 'opening' });
  opened(fakeAnalysis);
  expect(await notification('livepatch/status', 2)).toMatchObject({ state: 'ready' });
  expect(await notification('textDocument/publishDiagnostics')).toMatchObject({
    uri,
    version: 1,
    diagnostics: [{ code: 'stall' }, { code: 'stall' }],
  });
});

test('a tree that cannot be opened: bundled facts answer, and the status says so', async () => {
  const refusing: OpenAnalysis = async ({ tree }) => {
    if (tree !== undefined) throw new Error(`${tree}: no such directory`);
    return fakeAnalysis;
  };
  const { notification } = await start({
    open: refusing,
    settings: { kernel: { tree: '/nowhere' } },
  });
  expect(await notification('livepatch/status', 3)).toMatchObject({
    state: 'ready',
    problem: '/nowhere: no such directory',
  });
});

test('while a tree is read bundled facts answer, and make room for it', async () => {
  let read: () => void = () => {};
  let disposed = 0;
  const openJudge: OpenJudge = async (choice, context) => {
    if (choice.asKept === true) throw new Error('nothing is kept');
    const judge = new DocumentJudge(fakeAnalysis, context);
    if (choice.tree === undefined) {
      judge.dispose = () => {
        disposed += 1;
      };
      return judge;
    }
    await new Promise<void>((resolve) => {
      read = resolve;
    });
    return new DocumentJudge({ ...fakeAnalysis, kernel: 'the tree' }, context);
  };
  const { client, notification } = await start({
    openJudge,
    settings: { kernel: { tree: '/src' } },
  });
  await open(client, idlePatch);
  expect(await notification('textDocument/publishDiagnostics')).toMatchObject({ version: 1 });
  expect(await notification('livepatch/status', 2)).toEqual({
    state: 'opening',
    meanwhile: 'made-up facts for Linux 6.1',
  });
  read();
  expect(await notification('livepatch/status', 3)).toMatchObject({ kernel: 'the tree' });
  await notification('textDocument/publishDiagnostics', 2);
  expect(disposed).toBe(1);
});

test('without any kernel the server stays up and says why', async () => {
  const refusing: OpenAnalysis = async () => {
    throw new Error('no facts');
  };
  const { client, notification } = await start({ open: refusing });
  expect(await notification('livepatch/status', 2)).toEqual({
    state: 'failed',
    problem: 'no facts',
  });
  await open(client, idlePatch);
  expect(await notification('textDocument/publishDiagnostics')).toMatchObject({
    diagnostics: [{ message: expect.stringContaining('no facts') }],
  });
});

test('a new kernel judges anew', async () => {
  const asked: (string | undefined)[] = [];
  const refusing: OpenAnalysis = async ({ release }) => {
    asked.push(release);
    return fakeAnalysis;
  };
  const { client, notification } = await start({ open: refusing });
  await open(client, idlePatch);
  await notification('textDocument/publishDiagnostics');
  const settings = { livepatchFeasibility: { kernel: { release: '6.12' } } };
  await client.sendNotification('workspace/didChangeConfiguration', { settings });
  await notification('textDocument/publishDiagnostics', 2);
  expect(asked).toEqual([undefined, '6.12']);
});

test('a new kernel lets the client fetch its lenses anew', async () => {
  const capabilities = { workspace: { codeLens: { refreshSupport: true } } };
  const { client, notification } = await start({ capabilities });
  let refreshed = 0;
  client.onRequest('workspace/codeLens/refresh', () => {
    refreshed += 1;
    return null;
  });
  const settings = { livepatchFeasibility: { kernel: { release: '6.12' } } };
  await client.sendNotification('workspace/didChangeConfiguration', { settings });
  await notification('livepatch/status', 4);
  expect(refreshed).toBeGreaterThan(0);
});
