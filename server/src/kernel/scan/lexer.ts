import { type AtomTable, constantAtom } from './atoms.ts';
import { lastTagWord, lastTypeWord } from './keywords.ts';

/** Kinds of tokens; a punctuation character is its own ASCII code, all of which are above these. */
export const END = 0;
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
export const CHARACTER = 4;
/** A `#` that opens a preprocessor line. */
export const DIRECTIVE = 5;
export const ARROW = 6;
export const PASTE = 7;

const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const classes = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
  const letter = /[A-Za-z_$]/.test(String.fromCharCode(code)) && code < 128;
  if (letter || code >= 128) classes[code] = LETTER;
  else if (code >= 48 && code <= 57) classes[code] = DIGIT;
  else if (code === 32 || (code >= 9 && code <= 13 && code !== 10)) classes[code] = SPACE;
}

/**
 * Cuts C bytes into tokens. Comments, blanks and spliced lines are passed over; in `lineMode` (inside
 * a preprocessor line) the end of the logical line is END.
 */
export class Lexer {
  source: Uint8Array = new Uint8Array(0);
  end = 0;
  position = 0;
  /** One-based line of the token last read. */
  line = 1;
  /** Offsets of the token last read. */
  start = 0;
  /** The atom of a NAME. */
  atom = 0;
  /** Whether nothing but blanks stood before the token on its line, and nothing at all. */
  first = true;
  atColumnZero = true;
  lineMode = false;
  private fresh = true;
  private lineStart = 0;

  constructor(private readonly atoms: AtomTable) {}

  open(source: Uint8Array, end: number): void {
    this.source = source;
    this.end = end;
    this.position = 0;
    this.line = 1;
    this.fresh = true;
    this.lineStart = 0;
    this.lineMode = false;
  }

  next(): number {
    const source = this.source;
    const end = this.end;
    let at = this.position;
    for (;;) {
      if (at >= end) {
        this.position = at;
        this.start = at;
        return END;
      }
      const code = source[at] ?? 0;
      const kind = classes[code];
      if (kind === SPACE) {
        at++;
        continue;
      }
      if (code === 10) {
        if (this.lineMode) {
          this.position = at;
          this.start = at;
          return END;
        }
        at++;
        this.line++;
        this.lineStart = at;
        this.fresh = true;
        continue;
      }
      if (kind === LETTER) return this.name(at);
      if (kind === DIGIT) return this.number(at);
      if (code === 47) {
        const after = source[at + 1];
        if (after === 42) {
          at = this.blockComment(at + 2);
          continue;
        }
        if (after === 47) {
          at = this.skipLine(at + 2, false);
          continue;
        }
      } else if (code === 92) {
        const length = this.spliceLength(at);
        if (length > 0) {
          at += length;
          this.line++;
          this.lineStart = at;
          continue;
        }
      } else if (code === 34) return this.quoted(at, 34, STRING);
      else if (code === 39) return this.quoted(at, 39, CHARACTER);
      return this.punctuation(at, code);
    }
  }

  /** Makes a `#` that was read and put back (by `position`) open its line again. */
  reopenLine(): void {
    this.fresh = true;
  }

  /** Passes over the rest of a preprocessor line, splices and comments included. */
  finishLine(): void {
    this.position = this.skipLine(this.position, true);
  }

  private mark(at: number): void {
    this.start = at;
    this.first = this.fresh;
    this.atColumnZero = at === this.lineStart;
    this.fresh = false;
  }

  private name(from: number): number {
    const source = this.source;
    const end = this.end;
    let hash = 0x811c9dc5;
    let at = from;
    let capitals = true;
    while (at < end) {
      const code = source[at] ?? 0;
      const kind = classes[code];
      if (kind !== LETTER && kind !== DIGIT) break;
      if (code >= 97) capitals = false;
      hash = Math.imul(hash ^ code, 0x01000193);
      at++;
    }
    this.mark(from);
    this.position = at;
    this.atom =
      capitals && this.isConstant(from, at)
        ? constantAtom
        : this.atoms.intern(source, from, at, hash);
    return NAME;
  }

  /**
   * Whether a name in capitals, `source[from, at)`, is a constant that nobody asks for: not used like a
   * function, no struct's name, no task state. A tree has a million of them.
   */
  private isConstant(from: number, at: number): boolean {
    if (this.lineMode || (this.atom > lastTypeWord && this.atom <= lastTagWord)) return false;
    const source = this.source;
    let next = at;
    while (source[next] === 32 || source[next] === 9) next++;
    if (source[next] === 40) return false;
    const first = source[from];
    if (first === 84 && source[from + 1] === 65 && source[from + 2] === 83) return false;
    return !(first === 77 && source[from + 1] === 65 && source[from + 2] === 88);
  }

  private number(from: number): number {
    const source = this.source;
    let at = from + 1;
    for (; at < this.end; at++) {
      const kind = classes[source[at] ?? 0];
      if (kind !== LETTER && kind !== DIGIT && source[at] !== 46) break;
    }
    this.mark(from);
    this.position = at;
    return NUMBER;
  }

  private punctuation(at: number, code: number): number {
    this.mark(at);
    const after = this.source[at + 1];
    if (code === 45 && after === 62) {
      this.position = at + 2;
      return ARROW;
    }
    if (code === 35) {
      if (this.lineMode && after === 35) {
        this.position = at + 2;
        return PASTE;
      }
      this.position = at + 1;
      return this.first && !this.lineMode ? DIRECTIVE : 35;
    }
    this.position = at + 1;
    return code > 7 ? code : 63;
  }

  /** A literal that its line does not close ends with the line. */
  private quoted(from: number, quote: number, kind: number): number {
    const source = this.source;
    let at = from + 1;
    this.mark(from);
    let lines = 0;
    for (; at < this.end; at++) {
      const code = source[at];
      if (code === quote) {
        at++;
        break;
      }
      if (code === 10) break;
      if (code === 92) {
        const length = this.spliceLength(at);
        if (length > 0) {
          lines++;
          at += length - 1;
          this.lineStart = at + 1;
        } else at++;
      }
    }
    this.line += lines;
    this.position = Math.min(at, this.end);
    return kind;
  }

  private blockComment(from: number): number {
    const source = this.source;
    const end = this.end;
    for (let at = from; at < end; at++) {
      const code = source[at];
      if (code === 10) {
        this.line++;
        this.lineStart = at + 1;
        if (!this.lineMode) this.fresh = true;
      } else if (code === 42 && source[at + 1] === 47) return at + 2;
    }
    return end;
  }

  /** From inside a line to its end; the newline stays unread. */
  private skipLine(from: number, comments: boolean): number {
    const source = this.source;
    const end = this.end;
    let at = from;
    while (at < end) {
      const code = source[at];
      if (code === 10) return at;
      if (code === 92) {
        const length = this.spliceLength(at);
        if (length > 0) {
          at += length;
          this.line++;
          this.lineStart = at;
          continue;
        }
      }
      if (comments && code === 47 && source[at + 1] === 42) {
        at = this.blockComment(at + 2);
        continue;
      }
      at++;
    }
    return end;
  }

  /** Bytes of a backslash with the newline after it; 0 where it is no splice. */
  private spliceLength(at: number): number {
    if (this.source[at + 1] === 10) return 2;
    return this.source[at + 1] === 13 && this.source[at + 2] === 10 ? 3 : 0;
  }
}
