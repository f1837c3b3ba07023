import type { FilePatch, Hunk, PatchProblem } from '../patch/model.ts';
import { blockOf } from '../patch/view.ts';
import type { TextRange } from '../ports/position.ts';
import type { ChangedItem, ChangeSite } from './model.ts';
import type { CodedChange } from './relate-changes.ts';

/** What one file's hunks change, before what several files say is put together. */
export interface FileChanges {
  readonly functions: readonly CodedChange[];
  readonly items: readonly ChangedItem[];
  readonly problems: readonly PatchProblem[];
}

interface Kept {
  readonly stamp: string;
  readonly files: readonly FilePatch[];
  readonly changes: readonly FileChanges[];
}

/**
 * What was read of the files of a document, for its next version: files whose text an edit left alone
 * are not read again. Forgets a file when no reading of the document holds it any more.
 */
export class ChangeMemory {
  readonly #kept = new WeakMap<object, Kept>();

  /**
   * What files that share a path were found to change, at the places where they stand now;
   * `undefined` where one of them was not there before as it is now, or under another name, or the
   * tree's files, of which `stamp` tells, were others.
   */
  recall(files: readonly FilePatch[], stamp: string): readonly FileChanges[] | undefined {
    const [first] = files;
    const kept = first === undefined ? undefined : this.#kept.get(blockOf(first));
    if (kept === undefined || kept.stamp !== stamp) return undefined;
    const areSame =
      kept.files.length === files.length &&
      files.every((file, index) => isSame(file, kept.files[index]));
    if (!areSame) return undefined;
    const changes = files.map((file, index) =>
      moved(kept.changes[index] ?? nothing, kept.files[index] ?? file, file),
    );
    this.keep(files, stamp, changes);
    return changes;
  }

  keep(files: readonly FilePatch[], stamp: string, changes: readonly FileChanges[]): void {
    const [first] = files;
    if (first !== undefined) this.#kept.set(blockOf(first), { stamp, files, changes });
  }
}

/** A file that changes nothing. */
export const nothing: FileChanges = { functions: [], items: [], problems: [] };

function isSame(file: FilePatch, kept: FilePatch | undefined): boolean {
  return (
    kept !== undefined &&
    blockOf(file) === blockOf(kept) &&
    file.oldPath === kept.oldPath &&
    file.newPath === kept.newPath
  );
}

/** The changes of a file that was at `from`'s place and is at `to`'s now, its text unchanged. */
function moved(changes: FileChanges, from: FilePatch, to: FilePatch): FileChanges {
  const lines = to.range.start.line - from.range.start.line;
  if (lines === 0) return changes;
  const shift = ({ start, end }: TextRange): TextRange => ({
    start: { ...start, line: start.line + lines },
    end: { ...end, line: end.line + lines },
  });
  const hunks = new Map(from.hunks.map((hunk, index) => [hunk, to.hunks[index]]));
  const hunkNow = (hunk: Hunk): Hunk => hunks.get(hunk) ?? hunk;
  const site = ({ hunk, lineRange, nameRange }: ChangeSite): ChangeSite => ({
    file: to,
    hunk: hunkNow(hunk),
    lineRange: shift(lineRange),
    nameRange: nameRange === undefined ? undefined : shift(nameRange),
  });
  return {
    functions: changes.functions.map(({ change, code }) => ({
      change: { ...change, sites: change.sites.map(site) },
      code,
    })),
    items: changes.items.map((item) => ({ ...item, ranges: item.ranges.map(shift) })),
    problems: changes.problems.map((problem) => ({ ...problem, range: shift(problem.range) })),
  };
}
