import { statSync } from 'node:fs';
import type { Changes } from '../../kernel/index/changes.ts';
import type { TreeFacts } from '../../kernel/index/tree-facts.ts';
import type { FileBuild } from '../../kernel/link/file-build.ts';
import { copyOf } from '../../kernel/scan/part.ts';
import type { SkippedPath, TreeFile } from '../../ports/index-host.ts';
import { FileScanner } from './scan-files.ts';

/** Paths of files that are not as an index has them. */
export interface Difference {
  readonly removed: readonly string[];
  /** Changed, or new. */
  readonly changed: readonly string[];
}

/** How the files of a tree, sorted by path, differ from what is known of them. */
export function differenceOf(facts: TreeFacts, files: readonly TreeFile[]): Difference {
  const removed: string[] = [];
  const changed: string[] = [];
  let at = 0;
  for (const file of files) {
    while (at < facts.fileCount && facts.pathOf(at) < file.path) removed.push(facts.pathOf(at++));
    if (at >= facts.fileCount || facts.pathOf(at) !== file.path) {
      changed.push(file.path);
      continue;
    }
    const { size, modified } = facts.stampOf(at++);
    if (size !== file.size || modified !== file.modified) changed.push(file.path);
  }
  while (at < facts.fileCount) removed.push(facts.pathOf(at++));
  return { removed, changed };
}

/** The same of some paths alone. */
export function differenceAt(facts: TreeFacts, root: string, paths: readonly string[]): Difference {
  const removed: string[] = [];
  const changed: string[] = [];
  for (const path of paths) {
    const file = facts.fileAt(path);
    const now = statSync(`${root}/${path}`, { throwIfNoEntry: false });
    if (now === undefined) {
      if (file >= 0) removed.push(path);
      continue;
    }
    const { size, modified } = file < 0 ? { size: -1, modified: -1 } : facts.stampOf(file);
    if (now.size !== size || now.mtimeMs !== modified) changed.push(path);
  }
  return { removed, changed };
}

/** Changes brought up to date. */
export interface Refreshed {
  /** Those given, where nothing has changed. */
  readonly changes: Changes;
  /** How many files were read. */
  readonly reread: number;
  readonly skipped: readonly SkippedPath[];
}

/**
 * Adds to the changes known so far what differs now from `facts`: scans the changed files of the tree
 * at `root`, and no others. One that cannot be read any more counts as removed. `buildOf` gives what the
 * Makefiles say of a file that the index does not have.
 */
export function refreshed(
  root: string,
  config: string | undefined,
  facts: TreeFacts,
  before: Changes,
  difference: Difference,
  buildOf: (path: string) => FileBuild | undefined,
): Refreshed {
  const scanner = new FileScanner(root, config, 0);
  difference.changed.forEach((path, number) => {
    scanner.scan(path, number);
  });
  const { part: found, numbers, sizes, times, skipped } = scanner.finish();
  const part = copyOf(found);
  const files = Array.from(numbers, (number, row) => ({
    path: difference.changed[number] ?? '',
    size: sizes[row] ?? 0,
    modified: times[row] ?? 0,
  }));
  const lost = skipped.map((one) => one.path).filter((path) => facts.fileAt(path) >= 0);
  const gone = new Set([...difference.removed, ...lost]);
  if (files.length + gone.size === 0) return { changes: before, reread: 0, skipped };
  const again = new Set(files.map((file) => file.path));
  const kept = before.files.filter(({ path }) => !gone.has(path) && !again.has(path));
  const now = files.map((file, row) => ({ ...file, part, row }));
  const present = new Set([...kept, ...now].map((file) => file.path));
  const builds = new Map([...before.builds].filter(([path]) => present.has(path)));
  for (const { path } of now) {
    const build = buildOf(path);
    if (build !== undefined) builds.set(path, build);
  }
  const removed = [...new Set([...before.removed, ...gone])].filter((path) => !present.has(path));
  const changed = [...kept, ...now].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { changes: { removed, files: changed, builds }, reread: files.length, skipped };
}
