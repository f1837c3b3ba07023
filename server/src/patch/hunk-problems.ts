import type { HunkBody } from './hunk-body.ts';
import type { HunkHeader } from './hunk-header.ts';
import type { RawProblem } from './raw.ts';

/** Names what is wrong with a hunk, if anything; lines are counted as those of `body` and `headerLine`. */
export function hunkProblem(
  header: HunkHeader,
  body: HunkBody,
  headerLine: number,
): RawProblem | undefined {
  const { oldCount, newCount } = header.place;
  const counted = `The hunk header counts ${oldCount} old and ${newCount} new lines`;
  const found = `${body.oldLines} old and ${body.newLines} new lines`;
  switch (body.ending) {
    case 'complete':
      return undefined;
    case 'miscounted':
      return {
        code: 'hunk-count',
        severity: 'warning',
        message: `${counted}, but the hunk has ${found}; the lines that are there were read.`,
        line: headerLine,
      };
    case 'cut':
      return {
        code: 'hunk-cut',
        severity: 'warning',
        message: `${counted}, but the hunk ends after ${found}; it is read as a fragment.`,
        line: Math.max(body.end - 1, headerLine),
      };
  }
}
