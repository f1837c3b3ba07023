import { l10n, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { serverIgnoreCommand } from '../../../server/src/protocol/ignore.ts';

/** Asks why, and has the server write it down; nothing is written without a reason. */
export async function ignoreFinding(
  argument: unknown,
  client: Pick<BaseLanguageClient, 'sendRequest'>,
): Promise<void> {
  const reason = await window.showInputBox({
    title: l10n.t('Why is this finding to be ignored?'),
    prompt: l10n.t('The reason is kept beside it, for those who read it later.'),
    validateInput: (value) => (value.trim() === '' ? l10n.t('A reason is needed.') : undefined),
  });
  if (reason === undefined) return;
  await client.sendRequest('workspace/executeCommand', {
    command: serverIgnoreCommand,
    arguments: [argument, reason.trim()],
  });
}
