import { window, workspace } from 'vscode';
import type { ShowText } from '../../../server/src/protocol/show-text.ts';

/** Opens a new, unsaved document beside the patch. */
export async function showText({ languageId, text }: ShowText): Promise<void> {
  const document = await workspace.openTextDocument({ language: languageId, content: text });
  await window.showTextDocument(document);
}
