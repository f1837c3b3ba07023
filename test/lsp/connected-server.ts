import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import type { OpenJudge } from '../../server/src/lsp/judge.ts';
import { type WatchTree, watchNothing } from '../../server/src/lsp/kernel-watch.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { noFiles, type WorkspaceFiles } from '../../server/src/lsp/workspace-files.ts';

/** The client's end of a server in this process. */
export interface ConnectedServer {
  readonly client: MessageConnection;
  /** Every notification so far, oldest first. */
  readonly notifications: readonly { readonly method: string; readonly params: unknown }[];
  /** The newest notification of that method, once there are `count` of them. */
  notification(method: string, count?: number): Promise<unknown>;
  /** Leaves as a client should: `shutdown` first. */
  dispose(): Promise<void>;
}

/** Starts a server over streams in memory; the handshake is left to the test. */
export function connectServer(
  openJudge: OpenJudge,
  files: WorkspaceFiles = noFiles,
  watchTree: WatchTree = watchNothing,
): ConnectedServer {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const connection = createConnection(toServer, toClient);
  startServer({ connection, openJudge, files, watchTree, version: '0.0.0' });
  const client = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const notifications: { method: string; params: unknown }[] = [];
  const waiting = new Set<() => void>();
  client.onNotification((method, params) => {
    notifications.push({ method, params });
    for (const look of waiting) look();
  });
  client.listen();
  const notification = (method: string, count = 1): Promise<unknown> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = notifications.filter((one) => one.method === method);
        if (found.length < count) return;
        waiting.delete(look);
        resolve(found.at(-1)?.params);
      };
      waiting.add(look);
      look();
    });
  return {
    client,
    notifications,
    notification,
    dispose: async () => {
      await client.sendRequest('shutdown');
      client.dispose();
      connection.dispose();
    },
  };
}
