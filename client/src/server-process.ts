import { type ExtensionContext, type LogOutputChannel, Uri, workspace } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import type { ClientOptions } from '../../server/src/protocol/client-options.ts';
import { crashHandler } from './crash-handler.ts';
import { languages } from './languages.ts';

/** Makes the client of a server in its own process; nothing runs before `start()`. */
export function createServerClient(
  context: ExtensionContext,
  outputChannel: LogOutputChannel,
): LanguageClient {
  const module = Uri.joinPath(context.extensionUri, 'server', 'dist', 'server.cjs').fsPath;
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ['--nolazy', '--inspect=6009'] },
    },
  };
  const initializationOptions: ClientOptions = {
    showsText: true,
    showsTransition: true,
    rulePages: Uri.joinPath(context.extensionUri, 'docs', 'rules').toString(),
    settings: workspace.getConfiguration('livepatchFeasibility'),
  };
  const options: LanguageClientOptions = {
    documentSelector: languages.map((language) => ({ language })),
    initializationOptions,
    outputChannel,
    errorHandler: crashHandler(),
    markdown: { supportHtml: false },
  };
  return new LanguageClient('livepatchFeasibility', 'Livepatch Feasibility', server, options);
}
