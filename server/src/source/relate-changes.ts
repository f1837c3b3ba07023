import type { ChangedFunction } from './model.ts';

/** A changed function and its code, without comments and layout; known only with a kernel tree. */
export interface CodedChange {
  readonly change: ChangedFunction;
  readonly code: string | undefined;
}

/** A body that is no longer than this can be the same by chance. */
const shortestBody = 60;

/**
 * Finds functions that left one place and came to another unchanged: a removed and an added one of
 * the same code are one `moved` function, or when only the name differs one `renamed` function.
 */
export function relateChanges(changes: readonly CodedChange[]): readonly ChangedFunction[] {
  const removed = new Map<string, CodedChange[]>();
  for (const coded of changes) {
    const key = bodyOf(coded);
    if (coded.change.change === 'removed' && key !== undefined) {
      removed.set(key, [...(removed.get(key) ?? []), coded]);
    }
  }
  const gone = new Set<CodedChange>();
  const related = changes.map((coded) => {
    const { change } = coded;
    const key = bodyOf(coded);
    if (change.change !== 'added' || key === undefined) {
      return coded;
    }
    const candidates = (removed.get(key) ?? []).filter((one) => !gone.has(one));
    const former =
      candidates.find((one) => one.change.name === change.name) ??
      (key.length >= shortestBody ? candidates[0] : undefined);
    if (former === undefined) {
      return coded;
    }
    gone.add(former);
    return { ...coded, change: together(former.change, change) };
  });
  return related.filter((coded) => !gone.has(coded)).map(({ change }) => change);
}

/** The code without the function's name. */
function bodyOf({ change, code }: CodedChange): string | undefined {
  return code?.replace(` ${change.name} (`, ' (');
}

function together(former: ChangedFunction, now: ChangedFunction): ChangedFunction {
  const isMoved = former.name === now.name;
  return {
    ...now,
    change: isMoved ? 'moved' : 'renamed',
    formerName: former.name,
    evidence: isMoved
      ? `${now.evidence} Its code is that of the function of this name which leaves ${former.file}.`
      : `${now.evidence} Its code is that of ${former.name}, which leaves ${former.file}.`,
    sites: [...former.sites, ...now.sites],
  };
}
