import { isFileMark, type LineAt, readFileHeader } from './file-header.ts';
import { type HunkHeader, readHunkHeader } from './hunk-header.ts';
import type { RawLine } from './raw.ts';
import { readWrappedBody } from './wrapped-body.ts';

/** Changed lines that a hunk header does not count. */
export interface Surplus {
  readonly added: number;
  readonly removed: number;
}

const noSurplus: Surplus = { added: 0, removed: 0 };

/** The lines of a hunk as they were found. */
export interface HunkBody {
  /** Document lines from the first to the one after the last. */
  readonly end: number;
  readonly lines: readonly RawLine[] | undefined;
  readonly added: number;
  readonly removed: number;
  /** How many of them stand beyond what the header counts. */
  readonly surplus: Surplus;
  /** The first line that was put together with the one before it. */
  readonly wrapped: number | undefined;
  /** Lines of the old and the new file that the body holds. */
  readonly oldLines: number;
  readonly newLines: number;
  /**
   * `complete`: as its header counts; `cut`: the text ends early; `miscounted`: the header is wrong,
   * since there are more lines, or something that can only follow a whole hunk comes early.
   */
  readonly ending: 'complete' | 'cut' | 'miscounted';
}

const space = 0x20;
const plus = 0x2b;
const minus = 0x2d;
const backslash = 0x5c;
const carriageReturn = 0x0d;

/**
 * Reads the body of an unquoted unified hunk. `line` is the first line after the header. The
 * header's counts say where the body ends, as long as the lines agree with them; where they do not,
 * it goes on to the next line that no hunk can hold.
 */
export function readHunkBody(at: LineAt, line: number, header: HunkHeader): HunkBody {
  const body = readUnified(at, line, header);
  if (body.ending !== 'cut' || at(body.end) === undefined) {
    return body;
  }
  const whole = readWrappedBody(at, line, header);
  const { oldCount, newCount } = header.place;
  return whole === undefined
    ? body
    : {
        ...whole,
        surplus: noSurplus,
        oldLines: oldCount,
        newLines: newCount,
        ending: 'complete',
      };
}

function readUnified(at: LineAt, line: number, header: HunkHeader): HunkBody {
  const { oldCount, newCount } = header.place;
  let oldLines = 0;
  let newLines = 0;
  let context = 0;
  let next = line;
  // Once a count is overrun the header is wrong: like git, read on to what no hunk can hold.
  while (oldLines !== oldCount || newLines !== newCount) {
    const text = at(next);
    const kind = text === undefined ? undefined : kindOf(text);
    if (
      text === undefined ||
      kind === undefined ||
      (kind === minus && isEnd(at, next, text, oldLines > oldCount || newLines > newCount))
    ) {
      break;
    }
    if (kind === plus) {
      newLines += 1;
    } else if (kind === minus) {
      oldLines += 1;
    } else if (kind === space) {
      oldLines += 1;
      newLines += 1;
      context += 1;
    }
    next += 1;
  }
  const isOverrun = oldLines > oldCount || newLines > newCount;
  const isShort = !isOverrun && (oldLines < oldCount || newLines < newCount);
  if (!isShort && at(next)?.startsWith('\\ ')) {
    next += 1;
  }
  const isLong = !isOverrun && !isShort && goesOn(at, next);
  let surplus = noSurplus;
  if (isLong) {
    const more = readMore(at, next);
    surplus = more;
    next = more.end;
    oldLines += more.context + more.removed;
    newLines += more.context + more.added;
    context += more.context;
  }
  return {
    end: next,
    lines: undefined,
    added: newLines - context,
    removed: oldLines - context,
    surplus,
    wrapped: undefined,
    oldLines,
    newLines,
    ending: isLong || isOverrun ? 'miscounted' : isShort ? shortEnding(at, next) : 'complete',
  };
}

/** Why a hunk is short that ends before `next`. */
export function shortEnding(at: LineAt, next: number): HunkBody['ending'] {
  const text = at(next) ?? '';
  const isFollowed = readHunkHeader(text) !== undefined || readFileHeader(at, next) !== undefined;
  return isFollowed ? 'miscounted' : 'cut';
}

/** The mark of a hunk line, an empty line being context that lost its space; else `undefined`. */
function kindOf(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first === space || first === plus || first === minus || first === backslash) {
    return first;
  }
  return text.length === 0 || (first === carriageReturn && text.length === 1) ? space : undefined;
}

/** Whether a line that starts with `-` ends a hunk: a file's header, or where counts fail a signature. */
function isEnd(at: LineAt, line: number, text: string, isOverrun: boolean): boolean {
  return text.startsWith('--') && (isFileMark(at, line) || (isOverrun && isSignature(text)));
}

/** True when the lines after a hunk that has all its lines still belong to it. */
function goesOn(at: LineAt, line: number): boolean {
  const text = at(line) ?? '';
  const first = text.charCodeAt(0);
  if (first === minus) {
    return !isSignature(text) && !isFileMark(at, line) && !/^---\s*$/.test(text);
  }
  return first === plus;
}

function isSignature(text: string): boolean {
  return /^--\s?$/.test(text);
}

interface More extends Surplus {
  readonly end: number;
  readonly context: number;
}

/** Lines beyond the header's counts, up to the last changed line or the next header. */
function readMore(at: LineAt, line: number): More {
  let end = line;
  let context = 0;
  let added = 0;
  let removed = 0;
  let pending = 0;
  let next = line;
  for (;;) {
    const text = at(next);
    const first = text?.charCodeAt(0);
    if (text === undefined || (first === minus && !goesOn(at, next))) {
      break;
    }
    if (first === plus || first === minus) {
      context += pending;
      pending = 0;
      added += first === plus ? 1 : 0;
      removed += first === minus ? 1 : 0;
      end = next + 1;
    } else if (first === space) {
      pending += 1;
    } else if (first !== backslash) {
      if (text.startsWith('@@ -') || text.startsWith('diff ')) {
        context += pending;
        end = next;
      }
      break;
    }
    next += 1;
  }
  return { end, context, added, removed };
}
