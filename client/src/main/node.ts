import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { confirmWith } from '../confirm/spawn.ts';
import { type Host, startExtension } from '../extension.ts';

/** What the command line's laboratory is made for. */
const hasLab = process.platform === 'linux' && process.arch === 'x64';

/** Where VS Code runs extensions in Node.js: the server is a process of its own. */
export function activate(context: ExtensionContext): Promise<void> {
  const bundle = (name: string): string =>
    Uri.joinPath(context.extensionUri, 'server', 'dist', name).fsPath;
  const module = bundle('server.cjs');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ['--nolazy', '--inspect=6009'] },
    },
  };
  const host: Host = {
    makeClient: (id, name, options) => new LanguageClient(id, name, server, options),
    confirm: hasLab ? confirmWith(bundle('cli.cjs')) : undefined,
  };
  return startExtension(context, host);
}

export { deactivate } from '../extension.ts';
