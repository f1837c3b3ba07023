import { type ExtensionContext, type LogOutputChannel, Uri } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { ClientOptions } from '../../server/src/protocol/client-options.ts';
import { showPathCommand } from '../../server/src/protocol/show-path.ts';
import { showTransitionCommand } from '../../server/src/protocol/transition.ts';
import { crashHandler } from './crash-handler.ts';
import { languages } from './languages.ts';

/** What a client of the server is made with, wherever the server runs. */
export function clientOptions(
  context: ExtensionContext,
  outputChannel: LogOutputChannel,
): LanguageClientOptions {
  const initializationOptions: ClientOptions = {
    showsText: true,
    showsTransition: true,
    commandLinks: true,
    asksReason: true,
    rulePages: Uri.joinPath(context.extensionUri, 'docs', 'rules').toString(),
  };
  return {
    documentSelector: languages.map((language) => ({ language })),
    initializationOptions,
    outputChannel,
    errorHandler: crashHandler(),
    // Links of hovers run these commands and no others.
    markdown: {
      supportHtml: false,
      isTrusted: { enabledCommands: [showTransitionCommand, showPathCommand] },
    },
  };
}
