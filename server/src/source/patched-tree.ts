import { decodeText, type FileLines, toFileLines } from '../patch/file-text.ts';
import type { FilePatch } from '../patch/model.ts';
import { strip } from '../patch/path-name.ts';
import type { FileTree } from '../ports/files.ts';

/** A file of the tree and the path that it was found at. */
export interface TreeFile {
  readonly path: string;
  readonly lines: FileLines;
}

/** A kernel tree under the patches of a series: each sees the files as those before it left them. */
export class PatchedTree {
  readonly #tree: FileTree;
  readonly #changed = new Map<string, FileLines | undefined>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /**
   * The old file of a patch: at its old path, its new one (a tree that has the rename already), or
   * at one of them with up to three directories taken off. A file that the patch adds is empty.
   * `undefined` when the tree has none of them.
   */
  async read(file: FilePatch): Promise<TreeFile | undefined> {
    for (const path of candidates(file)) {
      const lines = this.#changed.has(path) ? this.#changed.get(path) : await this.#load(path);
      if (lines !== undefined) {
        return { path, lines };
      }
    }
    return file.oldPath === undefined && file.newPath !== undefined
      ? { path: file.newPath, lines: [] }
      : undefined;
  }

  /** Records what a patch made of the file that was read at `path`. */
  write(file: FilePatch, path: string, lines: FileLines): void {
    if (file.change === 'renamed' || file.change === 'deleted') {
      this.#changed.set(path, undefined);
    }
    if (file.change !== 'deleted') {
      const isMoved = file.change === 'renamed' || file.change === 'copied';
      this.#changed.set(isMoved ? (file.newPath ?? path) : path, lines);
    }
  }

  async #load(path: string): Promise<FileLines | undefined> {
    const bytes = await this.#tree.read(path);
    return bytes === undefined ? undefined : toFileLines(decodeText(bytes));
  }
}

function candidates(file: FilePatch): readonly string[] {
  const paths = [file.oldPath, file.newPath].filter((path) => path !== undefined);
  const stripped = [1, 2, 3].flatMap((count) => paths.map((path) => strip(path, count)));
  return [...new Set([...paths, ...stripped])].filter(
    (path) => path !== undefined && !path.startsWith('/') && !path.split('/').includes('..'),
  ) as string[];
}
