import type { Changes } from './changes.ts';
import type { IndexedFacts } from './tree-facts.ts';

/** Where the files of the index and the changed ones stand when they are sorted together. */
export function places(
  base: IndexedFacts,
  changes: Changes,
): { source: Int32Array; placeOf: Int32Array } {
  const gone = new Uint8Array(base.fileCount);
  const drop = (path: string): boolean => {
    const file = base.fileAt(path);
    if (file >= 0) gone[file] = 1;
    return file >= 0;
  };
  for (const path of changes.removed) drop(path);
  for (const { path } of changes.files) drop(path);
  const before = changes.files.map(({ path }) => base.placeFor(path));
  const kept = base.fileCount - gone.reduce((sum, one) => sum + one, 0);
  const source = new Int32Array(kept + changes.files.length);
  const placeOf = new Int32Array(base.fileCount).fill(-1);
  let to = 0;
  let next = 0;
  for (let file = 0; file <= base.fileCount; file++) {
    while (next < before.length && before[next] === file) source[to++] = -1 - next++;
    if (file === base.fileCount || gone[file] === 1) continue;
    placeOf[file] = to;
    source[to++] = file;
  }
  return { source, placeOf };
}
