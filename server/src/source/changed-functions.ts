import type { PatchDocument } from '../patch/model.ts';
import type { CParser } from '../ports/c-parser.ts';
import type { FileTree } from '../ports/files.ts';
import type { ChangedFunction } from './model.ts';
import { readChanges } from './read-changes.ts';

/**
 * The functions that a patch changes, each once, in the patch's order. With `tree` the functions
 * come from the files that the patch is for; without it, or where a file or a hunk's place in it is
 * not found, from the patch's own lines and hunk headers, and each says how sure it is. Never
 * rejects because of what the patch holds.
 */
export async function changedFunctions(
  parser: CParser,
  document: PatchDocument,
  tree?: FileTree,
): Promise<readonly ChangedFunction[]> {
  return (await readChanges(parser, document, tree)).functions;
}
