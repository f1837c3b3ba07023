import { ChangedFacts } from '../../index/changed-facts.ts';
import { OWNER_FLAGS, OWNER_NAME, OWNER_PARAMETER, OWNER_STRIDE } from '../../index/record.ts';
import type { TreeFacts } from '../../index/tree-facts.ts';

/** A file that two states of a tree do not share: its numbers, -1 where it is not there. */
export interface EditedFile {
  readonly before: number;
  readonly now: number;
}

/**
 * Which files, functions and names of a tree as it was and as it is are the same. Both states are of one
 * index. Where a function has none, its counterpart is -1.
 */
export class Counterparts {
  readonly edited: readonly EditedFile[];
  private readonly nowOf: Int32Array;
  private readonly beforeOf: Int32Array;
  private readonly fileNowOf: Int32Array;
  private readonly sharedNames: number;

  constructor(
    private readonly before: TreeFacts,
    private readonly now: TreeFacts,
  ) {
    const paths = editedPaths(before, now);
    this.edited = paths.map((path) => ({ before: before.fileAt(path), now: now.fileAt(path) }));
    this.sharedNames = sharedNames(before, now);
    this.nowOf = new Int32Array(before.functionCount).fill(-1);
    this.beforeOf = new Int32Array(now.functionCount).fill(-1);
    this.fileNowOf = new Int32Array(before.fileCount).fill(-1);
    for (const file of this.edited) if (file.before >= 0) this.fileNowOf[file.before] = file.now;
    this.pairKept();
    for (const file of this.edited) this.pairEdited(file);
  }

  functionNow(before: number): number {
    return this.nowOf[before] ?? -1;
  }

  functionBefore(now: number): number {
    return this.beforeOf[now] ?? -1;
  }

  fileNow(before: number): number {
    return this.fileNowOf[before] ?? -1;
  }

  /** The number that a name has now; 0 where nothing says it any more. */
  nameNow(before: number): number {
    return before < this.sharedNames ? before : this.now.find(this.before.text(before));
  }

  /** The number that a name had, or 0. */
  nameBefore(now: number): number {
    return now < this.sharedNames ? now : this.before.find(this.now.text(now));
  }

  /** Pairs the functions of the files that are as they were, which come in the same order. */
  private pairKept(): void {
    const { before, now } = this;
    const gone = new Set(this.edited.map((file) => file.before));
    const come = new Set(this.edited.map((file) => file.now));
    let file = 0;
    for (let at = 0; at < now.fileCount; at++) {
      if (come.has(at)) continue;
      while (gone.has(file)) file++;
      const from = before.functionsBefore(file);
      const to = now.functionsBefore(at);
      const count = now.functionsBefore(at + 1) - to;
      for (let each = 0; each < count; each++) {
        this.nowOf[from + each] = to + each;
        this.beforeOf[to + each] = from + each;
      }
      this.fileNowOf[file++] = at;
    }
  }

  /** Pairs the functions of the same name in a file, in their order. */
  private pairEdited(file: EditedFile): void {
    if (file.before < 0 || file.now < 0) return;
    const earlier = functionsByName(this.before, file.before);
    for (const [name, ids] of functionsByName(this.now, file.now)) {
      const others = earlier.get(this.nameBefore(name)) ?? [];
      ids.forEach((id, place) => {
        const other = others[place];
        if (other === undefined) return;
        this.nowOf[other] = id;
        this.beforeOf[id] = other;
      });
    }
  }
}

/** What a function is besides its name and text, as far as that matters to who uses it. */
export function traitsOf(facts: TreeFacts, owner: number, owners: Int32Array): string {
  const base = owner * OWNER_STRIDE;
  return `${owners[base + OWNER_FLAGS]} ${facts.text(owners[base + OWNER_PARAMETER] ?? 0)}`;
}

function functionsByName(facts: TreeFacts, file: number): ReadonlyMap<number, readonly number[]> {
  const { owners, functions } = facts.record(file);
  const first = facts.functionsBefore(file);
  const byName = new Map<number, number[]>();
  functions.forEach((owner, place) => {
    const name = owners[owner * OWNER_STRIDE + OWNER_NAME] ?? 0;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [first + place]);
    else known.push(first + place);
  });
  return byName;
}

/** The paths of files that are in one state only, or were read at another size or time. */
function editedPaths(before: TreeFacts, now: TreeFacts): readonly string[] {
  const paths = new Set([...changedPaths(before), ...changedPaths(now)]);
  return [...paths].sort().filter((path) => {
    const one = before.fileAt(path);
    const other = now.fileAt(path);
    if (one < 0 || other < 0) return one !== other;
    const was = before.stampOf(one);
    const is = now.stampOf(other);
    return was.size !== is.size || was.modified !== is.modified;
  });
}

function changedPaths(facts: TreeFacts): readonly string[] {
  if (!(facts instanceof ChangedFacts)) return [];
  return [...facts.changes.removed, ...facts.changes.files.map(({ path }) => path)];
}

/** Names below this have the same number in both states. */
function sharedNames(before: TreeFacts, now: TreeFacts): number {
  const base = before instanceof ChangedFacts ? before.base : before;
  if (before === now) return now.nameCount;
  return Math.min(base.nameCount, now.nameCount);
}
