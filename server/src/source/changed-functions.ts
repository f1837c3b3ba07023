import type { FilePatch, PatchDocument } from '../patch/model.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import { functionsOfHunk } from './diff-functions.ts';
import { mergeChanges } from './merge-changes.ts';
import type { ChangedFunction } from './model.ts';

/**
 * The functions that a patch changes, each once, in the patch's order. With `tree` the functions
 * come from the files that the patch is for; without it, or where a file or a hunk's place in it is
 * not found, from the patch's own lines and hunk headers, and each says how sure it is. Never
 * rejects because of what the patch holds.
 */
export async function changedFunctions(
  parser: CParser,
  document: PatchDocument,
  _tree?: FileTree,
): Promise<readonly ChangedFunction[]> {
  const files = document.messages.flatMap((message) => message.files).filter(isC);
  return mergeChanges(
    files.flatMap((file) => file.hunks.flatMap((hunk) => functionsOfHunk(parser, file, hunk))),
  );
}

/** A file without a name was quoted without its header: its lines decide. */
function isC(file: FilePatch): boolean {
  const path = file.newPath ?? file.oldPath;
  return path === undefined || /\.[ch]$/.test(path);
}
