/** How a document is judged. */
export type DocumentKind = 'patch' | 'source';

/** Language ids of VS Code and file types of Neovim, Helix and Emacs clients. */
const kinds: ReadonlyMap<string, DocumentKind> = new Map([
  ['diff', 'patch'],
  ['patch', 'patch'],
  ['mbox', 'patch'],
  ['eml', 'patch'],
  ['mail', 'patch'],
  ['gitsendemail', 'patch'],
  ['c', 'source'],
]);

/** What to do with a document of this language; `undefined`: it is none of ours. */
export function documentKind(languageId: string): DocumentKind | undefined {
  return kinds.get(languageId);
}
