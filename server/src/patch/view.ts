import type { Position, TextRange } from '../ports/position.ts';
import type { FileChange, FilePatch, Hunk, HunkLine, HunkPlace } from './model.ts';
import type { RawFile, RawHunk, RawLine } from './raw.ts';
import { endOf, linesRange, type TextView } from './text-view.ts';

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
  readonly #text: TextView;
  #hunks: readonly Hunk[] | undefined;

  /** `text` counts from the first line of the file's block. */
  constructor(raw: RawFile, paths: Paths, text: TextView) {
    this.oldPath = paths.oldPath;
    this.newPath = paths.newPath;
    this.#raw = raw;
    this.#text = text;
  }

  /** See {@link blockOf}. */
  get block(): object {
    return this.#raw;
  }

  get change(): FileChange {
    return this.#raw.change;
  }

  get isBinary(): boolean {
    return this.#raw.isBinary;
  }

  get range(): TextRange {
    const first = this.#raw.line;
    return linesRange(this.#text, first, first + Math.max(this.#raw.lines, 1) - 1);
  }

  get headerRange(): TextRange | undefined {
    const first = this.#raw.line;
    return this.#raw.headerLines === 0
      ? undefined
      : linesRange(this.#text, first, first + this.#raw.headerLines - 1);
  }

  get hunks(): readonly Hunk[] {
    this.#hunks ??= this.#raw.hunks.map((hunk) => new HunkView(hunk, this.#text));
    return this.#hunks;
  }

  get added(): number {
    const { hunks, uncounted } = this.#raw;
    return hunks.reduce((sum, hunk) => sum + hunk.added, -uncounted.added);
  }

  get removed(): number {
    const { hunks, uncounted } = this.#raw;
    return hunks.reduce((sum, hunk) => sum + hunk.removed, -uncounted.removed);
  }
}

/**
 * What a file was read as, wherever it stands: the same object for as long as edits leave the file's
 * lines alone.
 */
export function blockOf(file: FilePatch): object {
  return file instanceof FileView ? file.block : file;
}

class HunkView implements Hunk {
  readonly #raw: RawHunk;
  readonly #text: TextView;
  #lines: readonly HunkLine[] | undefined;

  constructor(raw: RawHunk, text: TextView) {
    this.#raw = raw;
    this.#text = text;
  }

  get place(): HunkPlace | undefined {
    return this.#raw.place;
  }

  get section(): Hunk['section'] {
    const { section, headerLine } = this.#raw;
    if (section === undefined || headerLine === undefined) {
      return undefined;
    }
    return {
      text: section.text,
      range: {
        start: this.#text.position(headerLine, section.column),
        end: this.#text.position(headerLine, section.column + section.text.length),
      },
    };
  }

  get headerRange(): TextRange | undefined {
    const { headerLine } = this.#raw;
    return headerLine === undefined ? undefined : linesRange(this.#text, headerLine, headerLine);
  }

  get range(): TextRange {
    const { headerLine, bodyLine, bodyLines } = this.#raw;
    const last = Math.max(bodyLine + bodyLines - 1, headerLine ?? bodyLine);
    return linesRange(this.#text, headerLine ?? bodyLine, last);
  }

  get lines(): readonly HunkLine[] {
    this.#lines ??= hunkLines(this.#raw, this.#text);
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

function hunkLines(raw: RawHunk, text: TextView): readonly HunkLine[] {
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
    const line = toLine(raw, raw.lines?.[index], raw.bodyLine + index, text);
    const { isOld, isNew, ...rest } = line;
    lines.push({
      ...rest,
      oldLine: isOld ? oldLine : undefined,
      newLine: isNew ? newLine : undefined,
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

interface PlacedLine extends Omit<HunkLine, 'oldLine' | 'newLine'> {
  readonly isOld: boolean;
  readonly isNew: boolean;
}

function toLine(
  raw: RawHunk,
  rawLine: RawLine | undefined,
  bodyLine: number,
  text: TextView,
): PlacedLine {
  const line = rawLine?.line ?? bodyLine;
  const whole = text.line(line);
  const kind = rawLine?.kind ?? kinds[whole.charAt(0)] ?? 'context';
  const column = rawLine?.textColumn ?? Math.min(1, endOf(whole));
  const span = rawLine?.span ?? 1;
  const end = raw.hasCarriageReturns ? endOf(whole) : whole.length;
  const piece = whole.slice(column, end);
  const positionAt = (character: number): Position =>
    positionInPieces(text, line, span, column, character);
  return {
    kind,
    text: span === 1 ? piece : piece.trimEnd() + continued(text, line, span),
    range: linesRange(text, line, line + span - 1),
    textColumn: text.isPlain ? column : text.position(line, column).character,
    quoteDepth: rawLine?.depth ?? 0,
    isOld: rawLine?.isOld ?? (kind === 'context' || kind === 'removed'),
    isNew: kind === 'context' || kind === 'added',
    ...(text.isPlain && span === 1 ? {} : { positionAt }),
  };
}

/** What a mailer wrapped onto further lines; it broke them at a space, which some leave there. */
function continued(text: TextView, line: number, span: number): string {
  let more = '';
  for (let next = line + 1; next < line + span; next += 1) {
    more += ` ${text.line(next).trim()}`;
  }
  return more;
}

/** Where a character stands of a line that takes `span` lines, its text from `column` of the first on. */
function positionInPieces(
  text: TextView,
  line: number,
  span: number,
  column: number,
  character: number,
): Position {
  let start = column;
  let left = character;
  let at = line;
  for (; at < line + span - 1; at += 1) {
    const length = text.line(at).slice(start).trimEnd().length;
    if (left <= length) {
      break;
    }
    left -= length + 1;
    const next = text.line(at + 1);
    start = next.length - next.trimStart().length;
  }
  return text.position(at, start + left);
}
