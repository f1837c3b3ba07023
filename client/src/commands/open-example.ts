import { type ExtensionContext, Uri, window, workspace } from 'vscode';

/** Opens the example patch as a new document, so that nobody edits the extension's own file. */
export async function openExample(context: ExtensionContext): Promise<void> {
  const uri = Uri.joinPath(context.extensionUri, 'examples', 'idle-loop.patch');
  const content = new TextDecoder().decode(await workspace.fs.readFile(uri));
  await window.showTextDocument(await workspace.openTextDocument({ language: 'diff', content }));
}
