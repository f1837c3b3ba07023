import { stat } from 'node:fs/promises';
import { InputError } from '../../cli/environment.ts';
import type { Environment } from '../../feasibility/environment.ts';
import type { CParser } from '../../ports/c-parser.ts';
import { DiskFiles } from './disk-files.ts';

/** The parser and, where a directory is named, its files. Rejects with an `InputError` for one that is none. */
export async function openSource(
  tree: string | undefined,
  parser: CParser,
): Promise<Pick<Environment, 'parser' | 'tree'>> {
  if (tree === undefined) {
    return { parser, tree: undefined };
  }
  const found = await stat(tree).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new InputError(`${tree}: no such directory; expected the top of a kernel source tree`);
  }
  return { parser, tree: new DiskFiles(tree) };
}
