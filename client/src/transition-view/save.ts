import { l10n, Uri, window, workspace } from 'vscode';
import type { FromPage } from './messages.ts';

type SaveRequest = Extract<FromPage, { kind: 'save' }>;

const extensions = { svg: ['svg'], png: ['png'] };

/** The folder that the dialog opens in: the workspace's first, else wherever VS Code begins. */
function proposal(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? Uri.file(name) : Uri.joinPath(folder, name);
}

/** Asks where, and writes the drawing there; nothing is written when the dialog is closed. */
export async function saveDrawing({ format, name, content }: SaveRequest): Promise<void> {
  const target = await window.showSaveDialog({
    title: l10n.t('Save the drawing of the transition'),
    filters: { [l10n.t('{0} image', format.toUpperCase())]: extensions[format] },
    defaultUri: proposal(`${name}.${format}`),
  });
  if (target === undefined) return;
  const bytes = format === 'svg' ? new TextEncoder().encode(content) : fromBase64(content);
  try {
    await workspace.fs.writeFile(target, bytes);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    await window.showErrorMessage(
      l10n.t('The drawing could not be written to {0}: {1}', target.fsPath, why),
    );
  }
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
