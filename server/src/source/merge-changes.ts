import type { Confidence } from '../patch/model.ts';
import type { ChangedFunction, FunctionChange } from './model.ts';
import type { CodedChange } from './relate-changes.ts';

const ranks: Readonly<Record<Confidence, number>> = { certain: 2, recovered: 1, guessed: 0 };

/**
 * Puts what several hunks say of one function together, in the order in which the patch first
 * touches them. A function that is removed in one place and added in another was moved: it counts
 * as modified.
 */
export function mergeChanges(changes: readonly CodedChange[]): readonly CodedChange[] {
  const merged = new Map<string, CodedChange>();
  for (const coded of changes) {
    const key = `${coded.change.file ?? ''}\n${coded.change.name}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? coded
        : { change: merge(known.change, coded.change), code: known.code ?? coded.code },
    );
  }
  return [...merged.values()];
}

function merge(one: ChangedFunction, other: ChangedFunction): ChangedFunction {
  const better = ranks[other.confidence] > ranks[one.confidence] ? other : one;
  const hunks = new Set(one.sites.map((site) => site.hunk));
  return {
    ...better,
    change: mergeKinds(one, other),
    sites: [...one.sites, ...other.sites.filter((site) => !hunks.has(site.hunk))],
  };
}

function mergeKinds(one: ChangedFunction, other: ChangedFunction): FunctionChange {
  if (one.change === other.change) {
    return one.change;
  }
  // A hunk header knows nothing of whether its function is new: the one that shows it does.
  const shown = [one, other].filter(
    (change) => change.confidence !== 'guessed' && change.change !== 'modified',
  );
  return shown.length === 1 ? (shown[0]?.change ?? 'modified') : 'modified';
}
