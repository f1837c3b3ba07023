import type { HunkHeader } from './hunk-header.ts';
import type { HunkLine } from './model.ts';
import type { RawHunk, RawLine, RawProblem } from './raw.ts';

/** A quoted hunk under way. Lines are counted from the start of its block. */
export interface OpenHunk {
  readonly depth: number;
  readonly header: HunkHeader | undefined;
  readonly headerLine: number | undefined;
  readonly headerColumn: number;
  readonly lines: RawLine[];
  /** The lines' texts, without marks. */
  readonly texts: string[];
  /** Lines of the old and of the new file so far. */
  old: number;
  new: number;
  /** A reviewer's text stood between its lines. */
  hasGap: boolean;
  /** Some of its lines lost the space that marks context. */
  hasLostMarks: boolean;
}

/** A hunk of which nothing was read yet. */
export function newHunk(depth: number): OpenHunk {
  return {
    depth,
    header: undefined,
    headerLine: undefined,
    headerColumn: 0,
    lines: [],
    texts: [],
    old: 0,
    new: 0,
    hasGap: false,
    hasLostMarks: false,
  };
}

/** What the mark of a quoted line says; `undefined` for one that has none, and for a signature's. */
export function quotedKind(content: string): HunkLine['kind'] | undefined {
  switch (content.charAt(0)) {
    case '':
    case ' ':
    case '\t':
    case '\r':
      return 'context';
    case '+':
      return 'added';
    case '-':
      return /^--\s?$/.test(content) ? undefined : 'removed';
    case '\\':
      return content.startsWith('\\ ') ? 'no-newline' : undefined;
    default:
      return undefined;
  }
}

/** True for a line with a `+` or `-` that is no file header's. */
export function isChanged(content: string): boolean {
  return /^[-+](?![-+]{2})/.test(content) && !/^--\s?$/.test(content);
}

function count(hunk: OpenHunk, kind: HunkLine['kind']): number {
  return hunk.lines.reduce((sum, line) => sum + (line.kind === kind ? 1 : 0), 0);
}

/** Empty lines at the end of a fragment are the reviewer's, not the hunk's. */
function dropEmptyEnd(hunk: OpenHunk): void {
  const place = hunk.header?.place;
  const isShort = place === undefined || hunk.old < place.oldCount || hunk.new < place.newCount;
  while (isShort && hunk.lines.at(-1)?.kind === 'context' && hunk.texts.at(-1)?.trim() === '') {
    hunk.lines.pop();
    hunk.texts.pop();
    hunk.old -= 1;
    hunk.new -= 1;
  }
}

/** A hunk that is read to its end, the line after it, and what is wrong with it. */
export interface ClosedHunk {
  readonly raw: RawHunk;
  readonly end: number;
  readonly problem: RawProblem | undefined;
}

/** Ends a hunk. */
export function closed(hunk: OpenHunk): ClosedHunk {
  dropEmptyEnd(hunk);
  const { header, headerLine, headerColumn, lines } = hunk;
  const place = header?.place;
  const bodyLine = lines[0]?.line ?? (headerLine ?? 0) + 1;
  const final = lines.at(-1);
  const last = final === undefined ? (headerLine ?? bodyLine) : final.line + final.span - 1;
  const isShort = place !== undefined && (hunk.old < place.oldCount || hunk.new < place.newCount);
  return {
    raw: {
      headerLine,
      headerColumn,
      place,
      parents: header?.parents ?? 1,
      section:
        header === undefined || header.section === ''
          ? undefined
          : { text: header.section, column: headerColumn + header.sectionStart },
      bodyLine,
      bodyLines: last + 1 - bodyLine,
      lines,
      added: count(hunk, 'added'),
      removed: count(hunk, 'removed'),
      isFragment: place === undefined || isShort,
      isRecovered: true,
      hasCarriageReturns: true,
    },
    end: last + 1,
    problem: problemOf(hunk, isShort, headerLine ?? bodyLine),
  };
}

function problemOf(hunk: OpenHunk, isShort: boolean, line: number): RawProblem | undefined {
  const place = hunk.header?.place;
  if (place === undefined || (hunk.old === place.oldCount && hunk.new === place.newCount)) {
    return undefined;
  }
  return {
    code: isShort ? 'hunk-cut' : 'hunk-count',
    severity: isShort ? 'information' : 'warning',
    message: `The hunk header counts ${place.oldCount} old and ${place.newCount} new lines, but ${hunk.old} old and ${hunk.new} new lines are quoted${isShort ? '; it is read as a fragment' : ''}.`,
    line,
  };
}
