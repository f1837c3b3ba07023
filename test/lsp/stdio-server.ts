import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

/** The bundled server; `npm run build` makes it. */
export const serverBundle = join(import.meta.dirname, '../../server/dist/server.cjs');

/** Why the bundled server cannot be driven; `undefined` when it can. */
export const missingBundle: string | undefined = existsSync(serverBundle)
  ? undefined
  : 'server/dist/server.cjs is not there: npm run build makes it';

/** A diagnostic as it comes over the wire. */
export interface WireDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** The bundled server in a process of its own, spoken to over its standard input and output. */
export class StdioServer {
  readonly client: MessageConnection;
  readonly #published = new Map<string, readonly WireDiagnostic[]>();
  readonly #waiting = new Set<() => void>();
  readonly #ended: Promise<number | null>;

  constructor(bundle: string = serverBundle) {
    const child = spawn(process.execPath, [bundle, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    this.client = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.client.onNotification(
      'textDocument/publishDiagnostics',
      (params: { readonly uri: string; readonly diagnostics: readonly WireDiagnostic[] }) => {
        this.#published.set(params.uri, params.diagnostics);
        for (const look of this.#waiting) look();
      },
    );
    this.client.listen();
  }

  /** The handshake, as a client that can create files and shows Markdown. */
  async initialize(settings: object = {}): Promise<unknown> {
    const result = await this.client.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: { hover: { contentFormat: ['markdown'] } },
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
      initializationOptions: { settings },
    });
    await this.client.sendNotification('initialized', {});
    return result;
  }

  /** Opens a document and gives the diagnostics that are published for it. */
  async open(uri: string, languageId: string, text: string): Promise<readonly WireDiagnostic[]> {
    this.#published.delete(uri);
    await this.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return this.#next(uri);
  }

  /** Replaces an open document's text and gives the diagnostics that are published for it. */
  async change(uri: string, version: number, text: string): Promise<readonly WireDiagnostic[]> {
    this.#published.delete(uri);
    await this.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    return this.#next(uri);
  }

  #next(uri: string): Promise<readonly WireDiagnostic[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#published.get(uri);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async close(uri: string): Promise<void> {
    await this.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Leaves as the protocol wants it; gives the server's exit code. */
  async stop(): Promise<number | null> {
    await this.client.sendRequest('shutdown');
    await this.client.sendNotification('exit');
    return this.#ended;
  }
}
