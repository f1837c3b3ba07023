import { statSync } from 'node:fs';

/** A Makefile that was looked for: bytes and modification time (ms); -1 and -1 where there was none. */
export type MakefileStamp = readonly [path: string, size: number, modified: number];

/** The stamp of a path in the tree at `root` now. */
export function makefileStamp(root: string, path: string): MakefileStamp {
  const found = statSync(`${root}/${path}`, { throwIfNoEntry: false });
  return found === undefined ? [path, -1, -1] : [path, found.size, found.mtimeMs];
}

/** How many of some Makefiles are not as they were. */
export function changedMakefiles(root: string, stamps: readonly MakefileStamp[]): number {
  return stamps.filter(([path, size, modified]) => {
    const [, nowSize, nowModified] = makefileStamp(root, path);
    return nowSize !== size || nowModified !== modified;
  }).length;
}
