import type { TextRange } from '../ports/position.ts';
import type { FileChange, FilePatch, Hunk, HunkLine, HunkPlace } from './model.ts';
import type { RawFile, RawHunk, RawLine } from './raw.ts';
import type { LineSource } from './text-store.ts';

/** Column where a line ends for an editor: a `\r` before the `\n` is no part of it. */
export function endOf(line: string): number {
  return line.endsWith('\r') ? line.length - 1 : line.length;
}

/** From the start of line `first` to the end of line `last`; a line after the last one is its end. */
export function linesRange(source: LineSource, first: number, last: number): TextRange {
  const final = Math.max(source.count - 1, 0);
  const line = Math.min(last, final);
  const end = { line, character: endOf(source.line(line)) };
  return { start: first > final ? end : { line: first, character: 0 }, end };
}

/** The paths of a file after its prefix was taken off. */
export interface Paths {
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
}

/** A file of a diff as the document shows it; positions are worked out when asked for. */
export class FileView implements FilePatch {
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly #raw: RawFile;
  readonly #source: LineSource;
  readonly #base: number;
  #hunks: readonly Hunk[] | undefined;

  constructor(raw: RawFile, paths: Paths, source: LineSource, base: number) {
    this.oldPath = paths.oldPath;
    this.newPath = paths.newPath;
    this.#raw = raw;
    this.#source = source;
    this.#base = base;
  }

  get change(): FileChange {
    return this.#raw.change;
  }

  get isBinary(): boolean {
    return this.#raw.isBinary;
  }

  get range(): TextRange {
    const first = this.#base + this.#raw.line;
    return linesRange(this.#source, first, first + Math.max(this.#raw.lines, 1) - 1);
  }

  get headerRange(): TextRange | undefined {
    const first = this.#base + this.#raw.line;
    return this.#raw.headerLines === 0
      ? undefined
      : linesRange(this.#source, first, first + this.#raw.headerLines - 1);
  }

  get hunks(): readonly Hunk[] {
    this.#hunks ??= this.#raw.hunks.map((hunk) => new HunkView(hunk, this.#source, this.#base));
    return this.#hunks;
  }

  get added(): number {
    return this.#raw.hunks.reduce((sum, hunk) => sum + hunk.added, 0);
  }

  get removed(): number {
    return this.#raw.hunks.reduce((sum, hunk) => sum + hunk.removed, 0);
  }
}

class HunkView implements Hunk {
  readonly #raw: RawHunk;
  readonly #source: LineSource;
  readonly #base: number;
  #lines: readonly HunkLine[] | undefined;

  constructor(raw: RawHunk, source: LineSource, base: number) {
    this.#raw = raw;
    this.#source = source;
    this.#base = base;
  }

  get place(): HunkPlace | undefined {
    return this.#raw.place;
  }

  get section(): Hunk['section'] {
    const { section, headerLine } = this.#raw;
    if (section === undefined || headerLine === undefined) {
      return undefined;
    }
    const line = this.#base + headerLine;
    return {
      text: section.text,
      range: {
        start: { line, character: section.column },
        end: { line, character: section.column + section.text.length },
      },
    };
  }

  get headerRange(): TextRange | undefined {
    const { headerLine } = this.#raw;
    return headerLine === undefined
      ? undefined
      : linesRange(this.#source, this.#base + headerLine, this.#base + headerLine);
  }

  get range(): TextRange {
    const { headerLine, bodyLine, bodyLines } = this.#raw;
    const last = Math.max(bodyLine + bodyLines - 1, headerLine ?? bodyLine);
    return linesRange(this.#source, this.#base + (headerLine ?? bodyLine), this.#base + last);
  }

  get lines(): readonly HunkLine[] {
    this.#lines ??= hunkLines(this.#raw, this.#source, this.#base);
    return this.#lines;
  }

  get isFragment(): boolean {
    return this.#raw.isFragment;
  }

  get confidence(): Hunk['confidence'] {
    return this.#raw.isRecovered ? 'recovered' : 'certain';
  }
}

const kinds: Readonly<Record<string, HunkLine['kind']>> = {
  '+': 'added',
  '-': 'removed',
  '\\': 'no-newline',
};

function hunkLines(raw: RawHunk, source: LineSource, base: number): readonly HunkLine[] {
  const lines: HunkLine[] = [];
  let oldLine = raw.place?.oldStart;
  let newLine = raw.place?.newStart;
  // `-0,0` and `-5,0` name the line before an empty range.
  if (oldLine !== undefined && raw.place?.oldCount === 0) {
    oldLine += 1;
  }
  if (newLine !== undefined && raw.place?.newCount === 0) {
    newLine += 1;
  }
  const count = raw.lines?.length ?? raw.bodyLines;
  for (let index = 0; index < count; index += 1) {
    const rawLine = raw.lines?.[index];
    const line = base + (rawLine?.line ?? raw.bodyLine + index);
    const whole = source.line(line);
    const kind = rawLine?.kind ?? kinds[whole.charAt(0)] ?? 'context';
    const textColumn = rawLine?.textColumn ?? Math.min(1, endOf(whole));
    const isOld = kind === 'context' || kind === 'removed';
    const isNew = kind === 'context' || kind === 'added';
    const last = line + (rawLine?.span ?? 1) - 1;
    lines.push({
      kind,
      text: textOf(raw, rawLine, whole, source, line, textColumn),
      range: linesRange(source, line, last),
      textColumn,
      oldLine: isOld ? oldLine : undefined,
      newLine: isNew ? newLine : undefined,
      quoteDepth: rawLine?.depth ?? 0,
    });
    if (oldLine !== undefined && isOld) {
      oldLine += 1;
    }
    if (newLine !== undefined && isNew) {
      newLine += 1;
    }
  }
  return lines;
}

function textOf(
  raw: RawHunk,
  rawLine: RawLine | undefined,
  whole: string,
  source: LineSource,
  line: number,
  textColumn: number,
): string {
  const end = raw.hasCarriageReturns ? endOf(whole) : whole.length;
  let text = whole.slice(textColumn, end);
  for (let more = 1; more < (rawLine?.span ?? 1); more += 1) {
    text += ` ${source.line(line + more).trim()}`;
  }
  return text;
}
