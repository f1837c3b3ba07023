import { afterEach, expect, test } from 'vitest';
import { type ConnectedServer, connectServer } from '../../../test/lsp/connected-server.ts';
import type { PatchDocument } from '../patch/model.ts';
import type { Analysis, OpenAnalysis } from './analysis.ts';
import { DocumentJudge, judgesHere } from './document-judge.ts';
import type { OpenJudge } from './judge.ts';
import { fakeAnalysis } from './testing/fake-analysis.ts';
import { idlePatch } from './testing/marked-document.ts';
import { noFiles, type WorkspaceFiles } from './workspace-files.ts';

const uri = 'file:///patches/example.patch';
let server: ConnectedServer | undefined;

afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

interface Start {
  readonly open?: OpenAnalysis;
  readonly openJudge?: OpenJudge;
  readonly files?: WorkspaceFiles;
  readonly capabilities?: object;
  readonly settings?: object;
}

async function start({
  open: analyse,
  openJudge,
  files,
  capabilities,
  settings,
}: Start = {}): Promise<ConnectedServer> {
  const started = connectServer(
    openJudge ?? judgesHere(analyse ?? (async () => fakeAnalysis)),
    files,
  );
  server = started;
  await started.client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: capabilities ?? {},
    initializationOptions: { settings },
  });
  await started.client.sendNotification('initialized', {});
  return started;
}

async function open(client: ConnectedServer['client'], text: string, version = 1): Promise<void> {
  const textDocument = { uri, languageId: 'diff', version, text };
  await client.sendNotification('textDocument/didOpen', { textDocument });
}

async function change(
  client: ConnectedServer['client'],
  text: string,
  version: number,
): Promise<void> {
  const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
  await client.sendNotification('textDocument/didChange', params);
}

/** Whether there is a line before the diff. */
function hasFirstLine({ messages }: PatchDocument): boolean {
  return messages[0]?.files[0]?.range.start.line === 1;
}

const onName = { textDocument: { uri }, position: { line: 2, character: 34 } };

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
