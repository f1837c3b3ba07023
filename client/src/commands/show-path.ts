import { commands, Location, l10n, Position, Uri, window } from 'vscode';
import type { ShowPath } from '../../../server/src/protocol/show-path.ts';

/** Lets the reader look at a call path in the tree, one step after the other, without leaving the patch. */
export async function showPath({ uri, position, steps, title }: ShowPath): Promise<void> {
  if (steps.length === 0) {
    await window.showInformationMessage(l10n.t('There is no kernel tree to show the path in.'));
    return;
  }
  const places = steps.map((step) => new Location(Uri.parse(step.uri), new Position(step.line, 0)));
  await commands.executeCommand(
    'editor.action.peekLocations',
    Uri.parse(uri),
    new Position(position.line, position.character),
    places,
    'peek',
    title,
  );
}
