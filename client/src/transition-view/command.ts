import { commands, type Disposable, type ExtensionContext, l10n, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  showTransitionCommand,
  type TransitionPlace,
  transitionRequest,
} from '../../../server/src/protocol/transition.ts';
import { languages } from '../languages.ts';
import { TransitionPanel } from './panel.ts';

/** The function under the cursor; `undefined` where no document of ours is open. */
function placeOfCursor(): TransitionPlace | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined || !languages.includes(editor.document.languageId)) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** Registers “Show Transition”, which hovers and lenses run with a place and people without one. */
export function registerTransitionView(
  context: ExtensionContext,
  client: Pick<BaseLanguageClient, 'sendRequest'>,
): Disposable[] {
  const panel = new TransitionPanel(context, (place) =>
    client.sendRequest(transitionRequest, place),
  );
  const command = commands.registerCommand(
    showTransitionCommand,
    async (asked?: TransitionPlace): Promise<void> => {
      const place = asked ?? placeOfCursor();
      if (place !== undefined) await panel.show(place);
      else
        await window.showInformationMessage(
          l10n.t('Open a patch, a mail or a livepatch module, and put the cursor on the function.'),
        );
    },
  );
  const saved = workspace.onDidSaveTextDocument(({ uri }) => panel.refresh(uri.toString()));
  return [panel, command, saved];
}
