import type { Block } from './block.ts';
import { looksLikeCode } from './code-like.ts';
import { type LineAt, readFileHeader } from './file-header.ts';
import { type HunkHeader, readHunkHeader } from './hunk-header.ts';
import { closed, isChanged, newHunk, type OpenHunk, quotedKind } from './open-hunk.ts';
import { type Quote, quoteOf } from './quote.ts';
import type { RawFile, RawHunk, RawProblem } from './raw.ts';

/** Marks by which a reviewer says that quoted lines were left out. */
const cut =
  /^\s*(?:\[\s*(?:\.{2,}|…|snip\w*|cut|skipped|trimmed)[^\]]*\]|<\s*snip\w*\s*>|(?:\.{3,}|…))\s*$/i;

/** Lines that are looked at to tell code from prose. */
const farthestLook = 40;

/** A quoted line that was broken was longer than this, and its first piece than the other. */
const longestUnbroken = 72;
const shortestBroken = 50;

interface OpenFile {
  readonly depth: number;
  readonly file: Omit<RawFile, 'hunks' | 'lines'>;
  readonly hunks: RawHunk[];
  end: number;
}

/**
 * Reads a part of a mail in which a patch is quoted: files and hunks at any depth, a reviewer's
 * text between and inside them. It ends where something starts that is not quoted (`isEnd`).
 *
 * A hunk is taken up again after a reviewer's text when a line of its own depth follows. Quoted
 * `+` and `-` lines that belong to no hunk header make a fragment without place and file.
 */
export function readReplyBlock(
  lineAt: LineAt,
  line: number,
  isEnd: (line: number) => boolean,
): Block {
  return new ReplyReader(lineAt, line, isEnd).read();
}

class ReplyReader {
  readonly #lineAt: LineAt;
  readonly #start: number;
  readonly #isEnd: (line: number) => boolean;
  readonly #files: OpenFile[] = [];
  readonly #problems: RawProblem[] = [];
  #file: OpenFile | undefined;
  #hunk: OpenHunk | undefined;

  constructor(lineAt: LineAt, start: number, isEnd: (line: number) => boolean) {
    this.#lineAt = lineAt;
    this.#start = start;
    this.#isEnd = isEnd;
  }

  read(): Block {
    let line = this.#start;
    for (;;) {
      const text = this.#lineAt(line);
      if (text === undefined) {
        break;
      }
      const quote = quoteOf(text);
      if (quote.depth === 0) {
        if (this.#isEnd(line)) {
          break;
        }
        if (!this.#takeRest(text, line)) {
          this.#takeReviewer(text);
        }
        line += 1;
      } else {
        line += this.#takeQuoted(text, quote, line);
      }
    }
    this.#closeHunk();
    const files = this.#files.map((open) => ({
      ...open.file,
      lines: open.end - open.file.line,
      hunks: open.hunks,
    }));
    return {
      content: { kind: 'reply' },
      lines: line - this.#start,
      files: files.filter((file) => file.hunks.length > 0 || file.headerLines > 0),
      parts: [],
      problems: this.#problems,
    };
  }

  /**
   * The rest of a quoted line that a mailer broke stands without its quote marks, directly between
   * two lines of the hunk; a reviewer leaves empty lines around what he says.
   */
  #takeRest(text: string, line: number): boolean {
    const hunk = this.#hunk;
    const last = hunk?.lines.at(-1);
    const next = hunk === undefined ? undefined : this.#atDepth(line + 1, hunk.depth);
    const broken = this.#lineAt(line - 1) ?? '';
    if (
      hunk === undefined ||
      last === undefined ||
      last.line + last.span !== line - this.#start ||
      next === undefined ||
      quotedKind(next) === undefined ||
      text.trim() === '' ||
      broken.length < shortestBroken ||
      broken.length + text.length < longestUnbroken
    ) {
      return false;
    }
    hunk.lines[hunk.lines.length - 1] = { ...last, span: last.span + 1 };
    this.#problems.push({
      code: 'line-wrapped',
      severity: 'information',
      message:
        'A mailer broke the line before this one; the pieces were put together with a space.',
      line: line - this.#start,
    });
    return true;
  }

  /** A line of less depth than the hunk: text between its lines, or the mark of a cut. */
  #takeReviewer(text: string): void {
    if (this.#hunk === undefined) {
      return;
    }
    if (cut.test(text)) {
      this.#closeHunk();
    } else {
      this.#hunk.hasGap = true;
    }
  }

  /** Gives the number of lines that were taken. */
  #takeQuoted(text: string, quote: Quote, line: number): number {
    const content = text.slice(quote.column);
    const at: LineAt = (number) => this.#atDepth(number, quote.depth);
    const hunk = this.#hunk;
    if (/^(?:diff |Index: |--- |@@)/.test(content)) {
      const header = readFileHeader(at, line);
      if (header !== undefined) {
        this.#closeHunk();
        this.#openFile(quote.depth, line, header);
        return header.lines;
      }
      const hunkHeader = readHunkHeader(content);
      if (hunkHeader !== undefined) {
        this.#closeHunk();
        this.#openHunk(quote, line, hunkHeader);
        return 1;
      }
    }
    if (hunk !== undefined && quote.depth !== hunk.depth) {
      this.#takeReviewer(content);
    }
    if (this.#hunk !== undefined && quote.depth === this.#hunk.depth) {
      if (this.#takeHunkLine(this.#hunk, content, quote, line)) {
        return 1;
      }
      this.#closeHunk();
    }
    if (isChanged(content) && this.#isCodeAhead(line, quote.depth)) {
      this.#closeHunk();
      const fragment = this.#openFragment(quote, line);
      this.#takeHunkLine(fragment, content, quote, line);
    }
    return 1;
  }

  /** Whether the changed lines from here on are code; a list in prose has the same marks. */
  #isCodeAhead(line: number, depth: number): boolean {
    const texts: string[] = [];
    for (let next = line; next < line + farthestLook; next += 1) {
      const content = this.#atDepth(next, depth);
      if (content === undefined || !isChanged(content)) {
        break;
      }
      texts.push(content.slice(1));
    }
    return looksLikeCode(texts);
  }

  #takeHunkLine(hunk: OpenHunk, content: string, quote: Quote, line: number): boolean {
    if (cut.test(content)) {
      return false;
    }
    const place = hunk.header?.place;
    const isComplete =
      place !== undefined && hunk.old >= place.oldCount && hunk.new >= place.newCount;
    const kind = quotedKind(content);
    if (isComplete && kind !== 'added' && kind !== 'removed' && kind !== 'no-newline') {
      return false;
    }
    if (kind === undefined) {
      // Archives squeeze white space: a context line then starts where its text does. After a
      // reviewer's text it could as well be prose.
      if (place === undefined || (hunk.hasGap && !hunk.hasLostMarks)) {
        return false;
      }
      hunk.hasLostMarks = true;
    } else if (place === undefined && content.trim() === '') {
      // Nothing says that code goes on after an empty line that has no mark.
      return false;
    }
    const marked = kind === undefined || content === '' ? 0 : 1;
    const lineKind = kind ?? 'context';
    hunk.lines.push({
      kind: lineKind,
      line: line - this.#start,
      span: 1,
      textColumn: quote.column + marked,
      depth: quote.depth,
    });
    hunk.texts.push(content.slice(marked));
    hunk.old += lineKind === 'context' || lineKind === 'removed' ? 1 : 0;
    hunk.new += lineKind === 'context' || lineKind === 'added' ? 1 : 0;
    return true;
  }

  #atDepth(line: number, depth: number): string | undefined {
    const text = this.#lineAt(line);
    const quote = text === undefined ? undefined : quoteOf(text);
    return quote?.depth === depth ? text?.slice(quote.column) : undefined;
  }

  #openFile(depth: number, line: number, header: ReturnType<typeof readFileHeader> & object): void {
    this.#file = {
      depth,
      file: {
        oldName: header.oldName,
        newName: header.newName,
        isBare: header.isBare,
        change: header.change,
        isBinary: header.isBinary,
        uncounted: { added: 0, removed: 0 },
        line: line - this.#start,
        headerLines: header.lines,
      },
      hunks: [],
      end: line - this.#start + header.lines,
    };
    this.#files.push(this.#file);
  }

  #openHunk(quote: Quote, line: number, header: HunkHeader): void {
    if (this.#file === undefined || this.#file.depth !== quote.depth) {
      this.#openUnnamed(quote.depth, line);
    }
    this.#hunk = {
      ...newHunk(quote.depth),
      header,
      headerLine: line - this.#start,
      headerColumn: quote.column,
    };
  }

  #openFragment(quote: Quote, line: number): OpenHunk {
    this.#openUnnamed(quote.depth, line);
    this.#hunk = newHunk(quote.depth);
    return this.#hunk;
  }

  #openUnnamed(depth: number, line: number): void {
    this.#file = {
      depth,
      file: {
        oldName: undefined,
        newName: undefined,
        isBare: true,
        change: 'modified',
        isBinary: false,
        uncounted: { added: 0, removed: 0 },
        line: line - this.#start,
        headerLines: 0,
      },
      hunks: [],
      end: line - this.#start,
    };
    this.#files.push(this.#file);
  }

  #closeHunk(): void {
    const hunk = this.#hunk;
    const file = this.#file;
    this.#hunk = undefined;
    if (hunk === undefined || file === undefined) {
      return;
    }
    const { raw, end, problem } = closed(hunk);
    file.hunks.push(raw);
    file.end = end;
    if (problem !== undefined) {
      this.#problems.push(problem);
    }
  }
}
