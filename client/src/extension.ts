import { commands, type ExtensionContext, window } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { showTextCommand } from '../../server/src/protocol/show-text.ts';
import { type ServerStatus, statusNotification } from '../../server/src/protocol/status.ts';
import { clientOptions } from './client-options.ts';
import { chooseKernel } from './commands/choose-kernel.ts';
import { openExample } from './commands/open-example.ts';
import { showText } from './commands/show-text.ts';
import { StatusItem } from './status-item.ts';
import { registerTransitionView } from './transition-view/command.ts';

const notRunning = 'the language server is not running. “Restart Language Server” starts it again.';

let client: BaseLanguageClient | undefined;

/** Makes the client of a server that is not started yet. */
export type MakeClient = (
  id: string,
  name: string,
  options: LanguageClientOptions,
) => BaseLanguageClient;

/** Starts the server and registers the commands; VS Code asks for it when one of our languages is opened. */
export async function startExtension(
  context: ExtensionContext,
  makeClient: MakeClient,
): Promise<void> {
  const output = window.createOutputChannel('Livepatch Feasibility', { log: true });
  const status = new StatusItem();
  const server = makeClient(
    'livepatchFeasibility',
    'Livepatch Feasibility',
    clientOptions(context, output),
  );
  client = server;
  server.onNotification(statusNotification, (shown: ServerStatus) => status.show(shown));

  context.subscriptions.push(
    output,
    status,
    commands.registerCommand(showTextCommand, showText),
    ...registerTransitionView(context, server),
    commands.registerCommand('livepatchFeasibility.chooseKernel', chooseKernel),
    commands.registerCommand('livepatchFeasibility.openExample', () => openExample(context)),
    commands.registerCommand('livepatchFeasibility.showOutput', () => output.show()),
    commands.registerCommand('livepatchFeasibility.restart', async () => {
      status.show({ state: 'opening', meanwhile: undefined });
      if (server.state === State.Running) await server.stop();
      await server.start();
    }),
  );
  context.subscriptions.push(
    server.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) status.show({ state: 'failed', problem: notRunning });
    }),
  );
  await server.start();
}

/** Ends the server with the window. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
}
