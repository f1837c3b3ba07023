import type { HunkPlace } from './model.ts';

/** What stands on a hunk's first line. */
export interface HunkHeader {
  readonly place: HunkPlace;
  /** Number of old files: 1, more in a combined diff (`@@@`). */
  readonly parents: number;
  /** Lines that each of them has. */
  readonly oldCounts: readonly number[];
  /** Columns of the text after the closing `@@`, counted from the header's first `@`. */
  readonly sectionStart: number;
  readonly section: string;
}

const unified = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? ?@@[ \t]?/;
const combined = /^(@{3,})((?: -\d{1,9}(?:,\d{1,9})?)+) \+(\d{1,9})(?:,(\d{1,9}))? @{3,}[ \t]?/;

/** Reads `@@ -a,b +c,d @@ section`; `undefined` when the line is no hunk header. */
export function readHunkHeader(line: string): HunkHeader | undefined {
  const match = unified.exec(line);
  if (match !== null) {
    return {
      place: {
        oldStart: Number(match[1]),
        oldCount: Number(match[2] ?? 1),
        newStart: Number(match[3]),
        newCount: Number(match[4] ?? 1),
      },
      parents: 1,
      oldCounts: [Number(match[2] ?? 1)],
      sectionStart: match[0].length,
      section: line.slice(match[0].length).trimEnd(),
    };
  }
  return line.startsWith('@@@') ? readCombined(line) : undefined;
}

function readCombined(line: string): HunkHeader | undefined {
  const match = combined.exec(line);
  const old = [...(match?.[2] ?? '').matchAll(/-(\d+)(?:,(\d+))?/g)];
  const parents = (match?.[1]?.length ?? 0) - 1;
  if (match === null || old.length !== parents) {
    return undefined;
  }
  const oldCounts = old.map(([, , count]) => Number(count ?? 1));
  return {
    place: {
      oldStart: Number(old[0]?.[1]),
      oldCount: oldCounts[0] ?? 0,
      newStart: Number(match[3]),
      newCount: Number(match[4] ?? 1),
    },
    parents,
    oldCounts,
    sectionStart: match[0].length,
    section: line.slice(match[0].length).trimEnd(),
  };
}
