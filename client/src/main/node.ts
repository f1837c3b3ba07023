import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { startExtension } from '../extension.ts';

/** Where VS Code runs extensions in Node.js: the server is a process of its own. */
export function activate(context: ExtensionContext): Promise<void> {
  return startExtension(context, (id, name, options) => {
    const module = Uri.joinPath(context.extensionUri, 'server', 'dist', 'server.cjs').fsPath;
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect=6009'] },
      },
    };
    return new LanguageClient(id, name, server, options);
  });
}

export { deactivate } from '../extension.ts';
