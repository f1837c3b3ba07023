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

/**
 * Lists the C and assembly files below `root`. Links to files are read, links to directories are not
 * followed, so that a loop of them cannot hold the walk; directories whose name begins with a dot are passed over. Never throws for what lies
 * below the root.
 */
export function listTree(root: string): ListedTree {
  const files: TreeFile[] = [];
  const skipped: SkippedPath[] = [];
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of entriesOf(root, directory, skipped)) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) pending.push(path);
      } else if (/\.[chS]$/.test(entry.name)) addFile(root, path, entry, files, skipped);
    }
  }
  files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, skipped };
}

function entriesOf(root: string, directory: string, skipped: SkippedPath[]): readonly Dirent[] {
  try {
    return readdirSync(join(root, directory), { withFileTypes: true });
  } catch (error) {
    skipped.push({ path: directory, reason: reasonOf(error) });
    return [];
  }
}

function addFile(
  root: string,
  path: string,
  entry: Dirent,
  files: TreeFile[],
  skipped: SkippedPath[],
): void {
  if (!(entry.isFile() || entry.isSymbolicLink())) {
    skipped.push({ path, reason: 'not a regular file' });
    return;
  }
  try {
    const found = statSync(join(root, path));
    if (!found.isFile()) skipped.push({ path, reason: 'a link to a directory' });
    else if (found.size > largestSource) {
      skipped.push({ path, reason: `larger than ${largestSource >> 20} MB` });
    } else files.push({ path, size: found.size, modified: found.mtimeMs });
  } catch (error) {
    skipped.push({ path, reason: reasonOf(error) });
  }
}

/** An error's first line, for people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
