import { ChangedFacts } from './changed-facts.ts';
import { type Changes, noChanges } from './changes.ts';
import { IndexedFacts, type TreeFacts } from './tree-facts.ts';

/** The facts of an index with some files changed; those of the index where none are. */
export function withChanges(base: IndexedFacts, changes: Changes): TreeFacts {
  const none = changes.files.length + changes.removed.length === 0;
  return none ? base : new ChangedFacts(base, changes);
}

/** The index that facts are of, and what has changed since. Throws where they are of none. */
export function partsOf(facts: TreeFacts): {
  readonly base: IndexedFacts;
  readonly changes: Changes;
} {
  if (facts instanceof ChangedFacts) return { base: facts.base, changes: facts.changes };
  if (facts instanceof IndexedFacts) return { base: facts, changes: noChanges };
  throw new TypeError('These facts are not of an index file.');
}
