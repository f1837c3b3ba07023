import type { LineAt } from './file-header.ts';
import { type HunkBody, shortEnding } from './hunk-body.ts';
import type { HunkHeader } from './hunk-header.ts';
import type { RawLine } from './raw.ts';

/**
 * Reads the body of a combined hunk (`@@@`; "combined diff format" in git's `diff-generate-patch`):
 * one column for each parent. In a line with a `-`, the parents with a `-` have it; in the others
 * those with a space do.
 */
export function readCombinedBody(at: LineAt, line: number, header: HunkHeader): HunkBody {
  const { parents, oldCounts, place } = header;
  const left = [...oldCounts];
  const lines: RawLine[] = [];
  let newLines = 0;
  let added = 0;
  let removed = 0;
  let next = line;
  while (newLines < place.newCount || left.some((count) => count > 0)) {
    const text = at(next);
    const marks = text?.slice(0, parents);
    if (marks === undefined || !/^[ +-]*$/.test(marks) || (marks.length < parents && text !== '')) {
      break;
    }
    const isRemoved = marks.includes('-');
    const isAdded = !isRemoved && marks.includes('+');
    const isIn = (parent: number): boolean => (marks[parent] ?? ' ') === (isRemoved ? '-' : ' ');
    for (let parent = 0; parent < parents; parent += 1) {
      left[parent] = (left[parent] ?? 0) - (isIn(parent) ? 1 : 0);
    }
    newLines += isRemoved ? 0 : 1;
    added += isAdded ? 1 : 0;
    removed += isRemoved ? 1 : 0;
    lines.push({
      kind: isRemoved ? 'removed' : isAdded ? 'added' : 'context',
      line: next,
      span: 1,
      textColumn: Math.min(parents, text?.length ?? 0),
      depth: 0,
      isOld: isIn(0),
    });
    next += 1;
  }
  const isOverrun = newLines > place.newCount || left.some((count) => count < 0);
  const isShort = newLines < place.newCount || left.some((count) => count > 0);
  return {
    end: next,
    lines,
    added,
    removed,
    surplus: { added: 0, removed: 0 },
    oldLines: (oldCounts[0] ?? 0) - (left[0] ?? 0),
    newLines,
    wrapped: undefined,
    ending: isOverrun ? 'miscounted' : isShort ? shortEnding(at, next) : 'complete',
  };
}
