import type { FileLines } from './file-text.ts';
import type { Hunk, HunkLine } from './model.ts';

/** Where a hunk fits in a file. */
export interface HunkLocation {
  readonly kind: 'located';
  readonly hunk: Hunk;
  /** Zero-based first line in the old file of what the hunk replaces, and how many lines. */
  readonly line: number;
  readonly length: number;
  /** Lines away from where its header puts it. */
  readonly offset: number;
  /** Lines of context that were left out at each end for it to fit, as `patch` counts. */
  readonly fuzz: number;
  /** True when lines were compared without regard to white space. */
  readonly isLoose: boolean;
  /** The hunk's lines that take part: without those that fuzz left out. */
  readonly lines: readonly HunkLine[];
  /** Index of the first of `lines` in the hunk. */
  readonly first: number;
}

/** A hunk that fits nowhere. */
export interface HunkMiss {
  readonly kind: 'missed';
  readonly hunk: Hunk;
  /** Zero-based line at which it was expected, and the first of its lines that differs there. */
  readonly line: number;
  readonly expected: string;
  /** What the file has there; `undefined` at its end. */
  readonly found: string | undefined;
}

/** The most context that `patch` leaves out by default (`-F`). */
const mostFuzz = 2;

/**
 * Finds each hunk of one file in it, in their order, as GNU `patch` does: at its place moved by the
 * last hunk's offset, then ever further away (forward first), then with one and two lines of context
 * left out; a damaged hunk each time also without regard to white space. A hunk without place is
 * looked for in the whole file.
 */
export function locateHunks(
  file: FileLines,
  hunks: readonly Hunk[],
): readonly (HunkLocation | HunkMiss)[] {
  let offset = 0;
  let frozen = 0;
  return hunks.map((hunk) => {
    const found = locate(file, hunk, offset, frozen);
    if (found.kind === 'located') {
      offset = found.offset;
      frozen = found.line + found.length;
    }
    return found;
  });
}

/** A line of the old file that a hunk wants to find. */
interface Wanted {
  readonly text: string;
  readonly isContext: boolean;
}

function locate(
  file: FileLines,
  hunk: Hunk,
  offset: number,
  frozen: number,
): HunkLocation | HunkMiss {
  const wanted = oldLines(hunk);
  const { place } = hunk;
  // `-5,0` stands after line 5; `-5,1` starts at it.
  const expected = place === undefined ? 0 : place.oldStart - (place.oldCount === 0 ? 0 : 1);
  const guess = Math.max(frozen, Math.min(expected + offset, file.length));
  const comparisons = hunk.confidence === 'certain' ? [false] : [false, true];
  for (let fuzz = 0; fuzz <= mostFuzz; fuzz += 1) {
    const trimmed = trim(hunk, wanted, fuzz);
    // `patch` would put a hunk that has no line left to compare wherever its header says.
    if (trimmed === undefined || (fuzz > 0 && trimmed.wanted.length === 0)) {
      break;
    }
    for (const isLoose of comparisons) {
      const matches = isLoose ? matchesLoosely : matchesExactly;
      const at = search(file, trimmed, guess + trimmed.skipped, frozen, matches);
      if (at !== undefined) {
        return {
          kind: 'located',
          hunk,
          line: at,
          length: trimmed.wanted.length,
          offset: at - trimmed.skipped - expected,
          fuzz,
          isLoose,
          lines: trimmed.lines,
          first: trimmed.skipped,
        };
      }
    }
  }
  return missed(file, hunk, wanted, guess);
}

function missed(file: FileLines, hunk: Hunk, wanted: readonly Wanted[], line: number): HunkMiss {
  const index = wanted.findIndex(({ text }, at) => file[line + at] !== text);
  const at = Math.max(index, 0);
  return {
    kind: 'missed',
    hunk,
    line: line + at,
    expected: wanted[at]?.text.trimEnd() ?? '',
    found: file[line + at]?.trimEnd(),
  };
}

/** The old lines of a hunk, with line ends as the file has them. */
function oldLines(hunk: Hunk): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const [index, line] of hunk.lines.entries()) {
    if (line.kind === 'context' || line.kind === 'removed') {
      wanted.push({ text: textInFile(hunk, index), isContext: line.kind === 'context' });
    }
  }
  return wanted;
}

/** The line at `index` with its `\n`, unless the hunk says that the file ends without one. */
export function textInFile(hunk: Hunk, index: number): string {
  const text = hunk.lines[index]?.text ?? '';
  return hunk.lines[index + 1]?.kind === 'no-newline' ? text : `${text}\n`;
}

interface Trimmed {
  readonly wanted: readonly Wanted[];
  readonly lines: readonly HunkLine[];
  readonly skipped: number;
  /** Where only the file's first or last line will do, since the hunk has less context there. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Leaves out `fuzz` lines of context at each end; `undefined` when there is none left to leave out. */
function trim(hunk: Hunk, wanted: readonly Wanted[], fuzz: number): Trimmed | undefined {
  const { lines } = hunk;
  const isContext = (line: HunkLine): boolean => line.kind === 'context';
  const firstChange = lines.findIndex((line) => !isContext(line));
  const prefix = firstChange === -1 ? lines.length : firstChange;
  let suffix = 0;
  for (let at = lines.length - 1; at >= prefix; at -= 1) {
    const line = lines[at];
    if (line?.kind !== 'context' && line?.kind !== 'no-newline') {
      break;
    }
    suffix += line.kind === 'context' ? 1 : 0;
  }
  const context = Math.max(prefix, suffix);
  if (fuzz > context) {
    return undefined;
  }
  const skipStart = Math.max(0, fuzz + prefix - context);
  const skipEnd = Math.max(0, fuzz + suffix - context);
  const isCut = hunk.isFragment || hunk.place === undefined;
  return {
    wanted: wanted.slice(skipStart, wanted.length - skipEnd),
    lines: lines.slice(skipStart, skipEnd === 0 ? undefined : lines.length - skipEnd),
    skipped: skipStart,
    atStart: !isCut && fuzz + prefix < context && (hunk.place?.oldStart ?? 0) <= 1,
    atEnd: !isCut && fuzz + suffix < context && prefix > 0,
  };
}

type Matches = (one: string, other: string) => boolean;

const matchesExactly: Matches = (one, other) => one === other;

const matchesLoosely: Matches = (one, other) =>
  one === other || one.replace(/\s+/g, '') === other.replace(/\s+/g, '');

function search(
  file: FileLines,
  { wanted, atStart, atEnd }: Trimmed,
  guess: number,
  frozen: number,
  matches: Matches,
): number | undefined {
  const last = file.length - wanted.length;
  const fits = (line: number): boolean =>
    line >= frozen &&
    line <= last &&
    wanted.every(({ text }, at) => matches(file[line + at] ?? '', text));
  if (wanted.length === 0) {
    return guess <= file.length ? guess : undefined;
  }
  if (atStart) {
    return fits(0) ? 0 : undefined;
  }
  if (atEnd && fits(last)) {
    return last;
  }
  for (let away = 0; guess + away <= last || guess - away >= frozen; away += 1) {
    if (fits(guess + away)) {
      return guess + away;
    }
    if (away > 0 && fits(guess - away)) {
      return guess - away;
    }
  }
  return undefined;
}
