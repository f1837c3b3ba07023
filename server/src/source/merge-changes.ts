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
  const parts = new Map<string, CodedChange[]>();
  for (const coded of changes) {
    const key = `${coded.change.file ?? ''}\n${coded.change.name}`;
    const known = parts.get(key);
    if (known === undefined) parts.set(key, [coded]);
    else known.push(coded);
  }
  return [...parts.values()].map(mergeParts);
}

/** What was merged before, by its first part: an edit elsewhere leaves the parts as they are. */
const mergedBefore = new WeakMap<
  CodedChange,
  { parts: readonly CodedChange[]; whole: CodedChange }
>();

function mergeParts(parts: readonly CodedChange[]): CodedChange {
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error('There is nothing to merge.');
  if (rest.length === 0) return first;
  const known = mergedBefore.get(first);
  const isSame =
    known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at]);
  if (known !== undefined && isSame) return known.whole;
  const whole = rest.reduce(
    (one, other) => ({
      change: merge(one.change, other.change),
      code: one.code ?? other.code,
    }),
    first,
  );
  mergedBefore.set(first, { parts, whole });
  return whole;
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
