import { isNoFile, strip } from './path-name.ts';
import type { RawFile } from './raw.ts';
import type { Paths } from './view.ts';

/**
 * Takes the prefixes off the names of a diff's files. Two names of one file show their prefix by
 * what differs before their common end (`a/`, `b/`; `linux.orig/`, `linux/`; none at all). Where
 * one side is `/dev/null`, the file follows the others of its diff, else the usual prefixes.
 */
export function resolvePaths(files: readonly RawFile[]): readonly Paths[] {
  const depths = files.map(prefixDepth);
  const usual = mostCommon(depths);
  return files.map((file, index) => {
    const depth = depths[index] ?? usual ?? guessedDepth(file.newName ?? file.oldName);
    const pathOf = (name: string | undefined): string | undefined =>
      name === undefined || isNoFile(name) ? undefined : (strip(name, depth) ?? name);
    const oldPath = pathOf(file.oldName);
    const newPath = pathOf(file.newName);
    const isTwin = file.change === 'modified' || file.change === 'mode' || file.change === 'binary';
    return {
      oldPath: file.change === 'added' ? undefined : isTwin ? newPath : oldPath,
      newPath: file.change === 'deleted' ? undefined : newPath,
    };
  });
}

const prefixes = /^(?:[abciwo12]|old|new|orig|[^/]*\.(?:orig|old|new))$/;

/** How many directories are prefix; `undefined` where one name alone cannot tell. */
function prefixDepth(file: RawFile): number | undefined {
  const { oldName, newName } = file;
  if (file.isBare) {
    return 0;
  }
  if (oldName === undefined || newName === undefined || isNoFile(oldName) || isNoFile(newName)) {
    return undefined;
  }
  const old = oldName.split('/');
  const new_ = newName.split('/');
  if (prefixes.test(old[0] ?? '') && prefixes.test(new_[0] ?? '') && old[0] !== new_[0]) {
    return 1;
  }
  if (oldName === newName) {
    return file.change === 'modified' ? 0 : undefined;
  }
  // quilt writes `linux/kernel/fork.c~name`, others `kernel/fork.c.orig`.
  const last = old.length - 1;
  old[last] = (old[last] ?? '').replace(/(?:\.orig|\.old|~[^/]*)$/, '');
  let common = 0;
  while (
    common < Math.min(old.length, new_.length) &&
    old[old.length - 1 - common] === new_[new_.length - 1 - common]
  ) {
    common += 1;
  }
  return common === 0 ? undefined : new_.length - common;
}

function guessedDepth(name: string | undefined): number {
  const parts = name?.split('/') ?? [];
  return parts.length > 1 && prefixes.test(parts[0] ?? '') ? 1 : 0;
}

function mostCommon(depths: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number, number>();
  for (const depth of depths) {
    if (depth !== undefined) {
      counts.set(depth, (counts.get(depth) ?? 0) + 1);
    }
  }
  let best: number | undefined;
  for (const [depth, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) {
      best = depth;
    }
  }
  return best;
}
