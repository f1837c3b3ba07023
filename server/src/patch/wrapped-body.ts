import { type LineAt, readFileHeader } from './file-header.ts';
import type { HunkHeader } from './hunk-header.ts';
import { readHunkHeader } from './hunk-header.ts';
import type { HunkLine } from './model.ts';
import type { RawLine } from './raw.ts';

/** A hunk whose long lines a mailer broke, put together again. */
export interface WrappedBody {
  readonly end: number;
  readonly lines: readonly RawLine[];
  readonly added: number;
  readonly removed: number;
  /** The first line that is the rest of another. */
  readonly wrapped: number;
}

/** Mailers break lines at 65 to 78 columns; what was shorter was not broken. */
const shortestBroken = 50;

/** A line is broken into no more pieces than this. */
const mostPieces = 5;

const kinds: Readonly<Record<string, HunkLine['kind']>> = {
  '': 'context',
  ' ': 'context',
  '+': 'added',
  '-': 'removed',
};

/**
 * Reads a hunk in which lines without a mark are the rest of the line before. Only believed when the
 * header's counts come out exactly; else `undefined`.
 */
export function readWrappedBody(
  at: LineAt,
  line: number,
  header: HunkHeader,
): WrappedBody | undefined {
  const { oldCount, newCount } = header.place;
  const lines: RawLine[] = [];
  let added = 0;
  let removed = 0;
  let context = 0;
  let wrapped: number | undefined;
  let next = line;
  while (removed + context < oldCount || added + context < newCount) {
    const text = at(next)?.replace(/\r$/, '');
    if (text === undefined) {
      return undefined;
    }
    const kind = kinds[text.charAt(0)];
    const last = lines.at(-1);
    if (kind !== undefined) {
      lines.push({
        kind,
        line: next,
        span: 1,
        textColumn: Math.min(1, text.length),
        depth: 0,
      });
      added += kind === 'added' ? 1 : 0;
      removed += kind === 'removed' ? 1 : 0;
      context += kind === 'context' ? 1 : 0;
    } else if (!text.startsWith('\\ ')) {
      const isRest =
        last !== undefined &&
        last.span < mostPieces &&
        (at(next - 1)?.length ?? 0) >= shortestBroken &&
        readHunkHeader(text) === undefined &&
        readFileHeader(at, next) === undefined;
      if (!isRest) {
        return undefined;
      }
      wrapped ??= next;
      lines[lines.length - 1] = { ...last, span: last.span + 1 };
    }
    next += 1;
  }
  const isExact = removed + context === oldCount && added + context === newCount;
  return isExact && wrapped !== undefined
    ? { end: next, lines, added, removed, wrapped }
    : undefined;
}
