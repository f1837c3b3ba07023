import type { LineAt } from './file-header.ts';
import { readFileHeader } from './file-header.ts';
import type { HunkBody } from './hunk-body.ts';
import { type HunkHeader, readHunkHeader } from './hunk-header.ts';
import type { RawProblem } from './raw.ts';

/** Names what is wrong with a hunk; `start` is the first line of its block. */
export function hunkProblems(
  at: LineAt,
  header: HunkHeader,
  body: HunkBody,
  headerLine: number,
  start: number,
): readonly RawProblem[] {
  if (body.ending === 'complete') {
    return [];
  }
  const { oldCount, newCount } = header.place;
  const counted = `The hunk header counts ${oldCount} old and ${newCount} new lines`;
  const found = `${body.oldLines} old and ${body.newLines} new lines`;
  const next = at(body.end);
  const isFollowed =
    next !== undefined &&
    (readHunkHeader(next) !== undefined || readFileHeader(at, body.end) !== undefined);
  if (body.ending === 'long' || isFollowed) {
    return [
      {
        code: 'hunk-count',
        severity: 'warning',
        message: `${counted}, but the hunk has ${found}; the lines that are there were read.`,
        line: headerLine - start,
      },
    ];
  }
  return [
    {
      code: 'hunk-cut',
      severity: 'warning',
      message: `${counted}, but the hunk ends after ${found}; it is read as a fragment.`,
      line: Math.max(body.end - 1, headerLine) - start,
    },
  ];
}
