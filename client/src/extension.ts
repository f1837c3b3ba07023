import { commands, type ExtensionContext, l10n, window } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { ignoreCommand } from '../../server/src/protocol/ignore.ts';
import {
  type KernelsFound,
  kernelsFoundNotification,
} from '../../server/src/protocol/kernels-found.ts';
import { type ShowPath, showPathCommand } from '../../server/src/protocol/show-path.ts';
import { showTextCommand } from '../../server/src/protocol/show-text.ts';
import { type ServerStatus, statusNotification } from '../../server/src/protocol/status.ts';
import { clientOptions } from './client-options.ts';
import { chooseKernel } from './commands/choose-kernel.ts';
import { ignoreFinding } from './commands/ignore.ts';
import { openExample } from './commands/open-example.ts';
import { showPath } from './commands/show-path.ts';
import { showText } from './commands/show-text.ts';
import { registerConfirm } from './confirm/command.ts';
import type { RunConfirm } from './confirm/model.ts';
import { KernelOffers } from './kernel-offers.ts';
import { StatusItem } from './status-item.ts';
import { registerTransitionView } from './transition-view/command.ts';

let client: BaseLanguageClient | undefined;

/** Makes the client of a server that is not started yet. */
export type MakeClient = (
  id: string,
  name: string,
  options: LanguageClientOptions,
) => BaseLanguageClient;

/** What differs between VS Code's two kinds of extension host. */
export interface Host {
  readonly makeClient: MakeClient;
  /** Asks a real kernel; `undefined` where no virtual machine can be started. */
  readonly confirm: RunConfirm | undefined;
}

/** Starts the server and registers the commands; VS Code asks for it when one of our languages is opened. */
export async function startExtension(
  context: ExtensionContext,
  { makeClient, confirm }: Host,
): Promise<void> {
  const output = window.createOutputChannel('Livepatch Feasibility', { log: true });
  const status = new StatusItem();
  const server = makeClient(
    'livepatchFeasibility',
    'Livepatch Feasibility',
    clientOptions(context, output),
  );
  client = server;
  const offers = new KernelOffers(context.workspaceState);
  server.onNotification(kernelsFoundNotification, (found: KernelsFound) => offers.found(found));
  server.onNotification(statusNotification, (shown: ServerStatus) => status.show(shown));

  context.subscriptions.push(
    output,
    status,
    commands.registerCommand(showTextCommand, showText),
    commands.registerCommand(showPathCommand, (path: ShowPath) => showPath(path)),
    commands.registerCommand(ignoreCommand, (argument: unknown) => ignoreFinding(argument, server)),
    ...registerTransitionView(context, server),
    ...(confirm === undefined ? [] : registerConfirm(confirm)),
    commands.registerCommand('livepatchFeasibility.chooseKernel', () =>
      chooseKernel(offers.kernels),
    ),
    commands.registerCommand('livepatchFeasibility.openExample', () => openExample(context)),
    commands.registerCommand('livepatchFeasibility.showOutput', () => output.show()),
    commands.registerCommand('livepatchFeasibility.getStarted', () =>
      commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#start`,
        false,
      ),
    ),
    commands.registerCommand('livepatchFeasibility.restart', async () => {
      status.show({ state: 'opening', meanwhile: undefined });
      if (server.state === State.Running) await server.stop();
      await server.start();
    }),
  );
  context.subscriptions.push(
    server.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) {
        const problem = l10n.t(
          'the language server is not running. “Restart Language Server” starts it again.',
        );
        status.show({ state: 'failed', problem });
      }
    }),
  );
  await server.start();
}

/** Ends the server with the window. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
}
