import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { WatchTree } from '../../lsp/kernel-watch.ts';

/** Where git keeps a tree's `HEAD`: `.git`, or what it names where the tree is a worktree (`gitrepository-layout(5)`). */
function gitFolder(tree: string): string | undefined {
  const path = join(tree, '.git');
  try {
    if (statSync(path).isDirectory()) return path;
    const [, named] = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
    if (named === undefined) return undefined;
    return isAbsolute(named) ? named : join(tree, named);
  } catch {
    return undefined;
  }
}

/** Names in a folder whose change is told of; folders are watched, since git and make replace files. */
function follow(
  folder: string,
  names: ReadonlySet<string>,
  changed: () => void,
): readonly FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name !== null && names.has(name)) changed();
    });
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** Watches git's `HEAD` and the tree's configuration. */
export const watchTree: WatchTree = (tree, changed) => {
  const git = gitFolder(tree);
  const watchers = [
    ...(git === undefined ? [] : follow(git, new Set(['HEAD']), changed)),
    ...follow(tree, new Set(['.config', 'Makefile', 'System.map']), changed),
  ];
  return {
    dispose: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
};
