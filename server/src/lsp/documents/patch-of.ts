import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PatchDocument } from '../../patch/model.ts';
import { readPatch } from '../../patch/read.ts';

interface Read {
  readonly version: number;
  readonly patch: PatchDocument;
}

const read = new WeakMap<TextDocument, Read>();

/** What a document holds of patches; read once for each version, whichever feature asks first. */
export function patchOf(document: TextDocument): PatchDocument {
  const known = read.get(document);
  if (known?.version === document.version) return known.patch;
  const patch = readPatch(document.getText());
  read.set(document, { version: document.version, patch });
  return patch;
}
