import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SkippedPath, TreeFile } from '../../ports/index-host.ts';

/** A larger file is generated, or no source: it is left out. */
export const largestSource: number = 64 << 20;

/** The sources of a tree and what was left out. */
export interface ListedTree {
  /** Sorted by path, byte for byte. */
  readonly files: readonly TreeFile[];
  readonly skipped: readonly SkippedPath[];
}

/** Paths of a directory, or why one of them is left out. */
export type Listed = { readonly path: string; readonly skipped?: string };

/**
 * Walks the C and assembly files below `root`, directory by directory. Links to files are given, links
 * to directories are not followed, so that a loop of them cannot hold the walk; directories whose name
 * begins with a dot are passed over. Never throws for what lies below the root.
 */
export function* walkTree(root: string): Iterable<Listed> {
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(join(root, directory), { withFileTypes: true });
    } catch (error) {
      yield { path: directory, skipped: reasonOf(error) };
      continue;
    }
    for (const entry of entries) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) pending.push(path);
      } else if (!/\.[chS]$/.test(entry.name)) continue;
      else if (entry.isFile()) yield { path };
      else yield linked(root, path, entry);
    }
  }
}

function linked(root: string, path: string, entry: Dirent): Listed {
  if (!entry.isSymbolicLink()) return { path, skipped: 'not a regular file' };
  try {
    const stat = statSync(join(root, path));
    if (stat.isFile()) return { path };
    return { path, skipped: stat.isDirectory() ? 'a link to a directory' : 'not a regular file' };
  } catch (error) {
    return { path, skipped: reasonOf(error) };
  }
}

/** Lists what `walkTree` walks, with sizes and times. */
export function listTree(root: string): ListedTree {
  const files: TreeFile[] = [];
  const skipped: SkippedPath[] = [];
  for (const { path, skipped: reason } of walkTree(root)) {
    if (reason === undefined) addFile(root, path, files, skipped);
    else skipped.push({ path, reason });
  }
  files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, skipped };
}

function addFile(root: string, path: string, files: TreeFile[], skipped: SkippedPath[]): void {
  try {
    const { size, mtimeMs: modified } = statSync(`${root}/${path}`);
    if (size > largestSource) {
      skipped.push({ path, reason: `larger than ${largestSource >> 20} MB` });
    } else files.push({ path, size, modified });
  } catch (error) {
    skipped.push({ path, reason: reasonOf(error) });
  }
}

/** An error's first line, for people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
