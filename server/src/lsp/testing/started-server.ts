import { type ConnectedServer, connectServer } from '../../../../test/lsp/connected-server.ts';
import type { OpenAnalysis } from '../analysis.ts';
import { judgesHere } from '../document-judge.ts';
import type { OpenJudge } from '../judge.ts';
import type { WorkspaceFiles } from '../workspace-files.ts';
import { fakeAnalysis } from './fake-analysis.ts';

/** The one document of these tests. */
export const uri = 'file:///patches/example.patch';

let server: ConnectedServer | undefined;

/** How a server is started; made-up answers come from it where nothing else is said. */
export interface Start {
  readonly open?: OpenAnalysis;
  readonly openJudge?: OpenJudge;
  readonly files?: WorkspaceFiles;
  readonly capabilities?: object;
  readonly settings?: object;
}

/** A server that is initialized, with its client; `stop` ends it. */
export async function start({
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

/** The client opens the document. */
export async function open(
  client: ConnectedServer['client'],
  text: string,
  version = 1,
): Promise<void> {
  const textDocument = { uri, languageId: 'diff', version, text };
  await client.sendNotification('textDocument/didOpen', { textDocument });
}

/** The client changes all of the document. */
export async function change(
  client: ConnectedServer['client'],
  text: string,
  version: number,
): Promise<void> {
  const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
  await client.sendNotification('textDocument/didChange', params);
}

/** Ends the server started last. */
export async function stop(): Promise<void> {
  await server?.dispose();
  server = undefined;
}
