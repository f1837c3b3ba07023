import type { HunkBody } from './hunk-body.ts';
import type { HunkHeader } from './hunk-header.ts';
import type { RawProblem } from './raw.ts';

/**
 * Names what is wrong with a hunk, if anything. The line is the one at which reading could not go on
 * as the header says, which is also the line that `git apply` names.
 */
export function hunkProblem(header: HunkHeader, body: HunkBody): RawProblem | undefined {
  const { oldCount, newCount } = header.place;
  const counted = `The hunk header counts ${oldCount} old and ${newCount} new lines`;
  const found = `${body.oldLines} old and ${body.newLines} new lines`;
  switch (body.ending) {
    case 'complete':
      if (body.wrapped !== undefined) {
        return {
          code: 'line-wrapped',
          severity: 'warning',
          message:
            'This line has no mark: a mailer broke the line before it. The pieces were put together with a space, as the hunk header counts them.',
          line: body.wrapped,
        };
      }
      return body.added + body.removed > 0
        ? undefined
        : {
            code: 'hunk-empty',
            severity: 'warning',
            message: 'The hunk that ends before this line adds and removes nothing.',
            line: body.end,
          };
    case 'miscounted':
      return {
        code: 'hunk-count',
        severity: 'warning',
        message: `${counted}, but the hunk that ends before this line has ${found}; the lines that are there were read${body.surplus.added + body.surplus.removed > 0 ? ', though `git apply` leaves out those beyond the count' : ''}.`,
        line: body.end,
      };
    case 'cut':
      return {
        code: 'hunk-cut',
        severity: 'warning',
        message: `${counted}, but the hunk ends before this line, after ${found}; it is read as a fragment.`,
        line: body.end,
      };
  }
}
