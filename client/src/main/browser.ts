import { type ExtensionContext, Uri, workspace } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import {
  type AssetAnswer,
  type AssetParams,
  assetRequest,
} from '../../../server/src/protocol/assets.ts';
import { type MakeClient, startExtension } from '../extension.ts';

/**
 * Starts a worker from a file of the extension. The file is read first: a worker cannot be started
 * from where a remote's extensions lie, and not from another origin either.
 */
async function startWorker(script: Uri): Promise<Worker> {
  const code = new Blob([Uint8Array.from(await workspace.fs.readFile(script))], {
    type: 'text/javascript',
  });
  return new Worker(URL.createObjectURL(code), { name: 'Livepatch language server' });
}

/** Where VS Code runs extensions in a browser: the server is a worker, and we read its files for it. */
export function activate(context: ExtensionContext): Promise<void> {
  const dist = Uri.joinPath(context.extensionUri, 'server', 'dist');
  const makeClient: MakeClient = (id, name, options) => {
    let running: Worker | undefined;
    // The extension host wraps workers, so that the client does not know one when it sees it.
    const start = async (): Promise<MessageTransports> => {
      running?.terminate();
      running = await startWorker(Uri.joinPath(dist, 'browser-server.js'));
      return {
        reader: new BrowserMessageReader(running),
        writer: new BrowserMessageWriter(running),
      };
    };
    const client = new LanguageClient(id, name, start, options);
    client.onRequest(
      assetRequest,
      async (asked: AssetParams): Promise<AssetAnswer> =>
        workspace.fs.readFile(Uri.joinPath(dist, asked.name)),
    );
    return client;
  };
  return startExtension(context, { makeClient, confirm: undefined });
}

export { deactivate } from '../extension.ts';
