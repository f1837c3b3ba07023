import { DECLARATION, Mode } from './mode';
import { Names } from './names';
import { Words } from './words';

/** Kinds of tokens; a punctuation character is its own ASCII code, all of which are above these. */
export const END: i32 = 0;
export const NAME: i32 = 1;
export const NUMBER: i32 = 2;
export const STRING: i32 = 3;
export const CHARACTER: i32 = 4;
/** A `#` that opens a preprocessor line. */
export const DIRECTIVE: i32 = 5;
export const ARROW: i32 = 6;
export const PASTE: i32 = 7;

/** Classes of bytes. */
const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 3;
const NEWLINE: u8 = 4;
const SLASH: u8 = 5;
const BACKSLASH: u8 = 6;
const QUOTE: u8 = 7;
const APOSTROPHE: u8 = 8;
const MINUS: u8 = 9;
const HASH: u8 = 10;
const LOW: u8 = 11;

const classes: usize = heap.alloc(256);

function classOf(code: i32): u8 {
  if (code >= 128 || code === 36 || code === 95) return LETTER;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return LETTER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 10) return NEWLINE;
  if (code === 32 || (code >= 9 && code <= 13)) return SPACE;
  if (code === 47) return SLASH;
  if (code === 92) return BACKSLASH;
  if (code === 34) return QUOTE;
  if (code === 39) return APOSTROPHE;
  if (code === 45) return MINUS;
  if (code === 35) return HASH;
  return code <= 7 ? LOW : OTHER;
}

/**
 * Cuts C bytes into tokens. Comments, blanks and spliced lines are passed over; in `lineMode` (inside
 * a preprocessor line) the end of the logical line is END. Places are addresses; 64 bytes of 0 must
 * follow the source.
 */
export class Lexer {
  static end: usize = 0;
  static position: usize = 0;
  /** One-based line of the token last read. */
  static line: i32 = 1;
  /** Address of the token last read. */
  static start: usize = 0;
  /** The atom of the NAME last read. */
  static atom: i32 = 0;
  static lineMode: bool = false;
  private static begin: usize = 0;
  /** Whether nothing but blanks has stood on the line so far. */
  private static fresh: bool = true;

  static setUp(): void {
    for (let code = 0; code < 256; code++) store<u8>(classes + (code as usize), classOf(code));
  }

  static open(source: usize, length: i32): void {
    Lexer.begin = source;
    Lexer.end = source + (length as usize);
    Lexer.position = source;
    Lexer.line = 1;
    Lexer.fresh = true;
    Lexer.lineMode = false;
  }

  static next(): i32 {
    let at = Lexer.position;
    while (true) {
      const code = load<u8>(at) as i32;
      switch (load<u8>(classes + (code as usize))) {
        case SPACE:
          at++;
          break;
        case NEWLINE:
          if (Lexer.lineMode) return Lexer.finish(at);
          at++;
          Lexer.line++;
          Lexer.fresh = true;
          break;
        case LETTER:
          return Lexer.name(at);
        case DIGIT:
          return Lexer.number(at);
        case SLASH: {
          const after = load<u8>(at, 1);
          if (after === 42) at = Lexer.blockComment(at + 2);
          else if (after === 47) at = Lexer.skipLine(at + 2, false);
          else return Lexer.punctuation(at, code);
          break;
        }
        case BACKSLASH: {
          const length = Lexer.spliceLength(at);
          if (length === 0) return Lexer.punctuation(at, code);
          at += length;
          Lexer.line++;
          break;
        }
        case QUOTE:
          return Lexer.quoted(at, 34, STRING);
        case APOSTROPHE:
          return Lexer.quoted(at, 39, CHARACTER);
        case MINUS:
          if (load<u8>(at, 1) !== 62) return Lexer.punctuation(at, code);
          Lexer.fresh = false;
          Lexer.start = at;
          Lexer.position = at + 2;
          return ARROW;
        case HASH:
          return Lexer.hash(at);
        case LOW:
          if (at >= Lexer.end) return Lexer.finish(Lexer.end);
          return Lexer.punctuation(at, 63);
        default:
          return Lexer.punctuation(at, code);
      }
    }
    return END;
  }

  /** Whether the token last read stands at the beginning of its line. */
  static atColumnZero(): bool {
    return Lexer.start === Lexer.begin || load<u8>(Lexer.start - 1) === 10;
  }

  /** Makes a `#` that was read and put back (by `position`) open its line again. */
  static reopenLine(): void {
    Lexer.fresh = true;
  }

  /** Passes over the rest of a preprocessor line, splices and comments included. */
  static finishLine(): void {
    Lexer.position = Lexer.skipLine(Lexer.position, true);
  }

  private static finish(at: usize): i32 {
    Lexer.position = at;
    Lexer.start = at;
    return END;
  }

  private static punctuation(at: usize, code: i32): i32 {
    Lexer.fresh = false;
    Lexer.start = at;
    Lexer.position = at + 1;
    return code;
  }

  private static hash(at: usize): i32 {
    const first = Lexer.fresh;
    Lexer.fresh = false;
    Lexer.start = at;
    if (Lexer.lineMode && load<u8>(at, 1) === 35) {
      Lexer.position = at + 2;
      return PASTE;
    }
    Lexer.position = at + 1;
    return first && !Lexer.lineMode ? DIRECTIVE : 35;
  }

  private static name(from: usize): i32 {
    let at = from;
    let small = 0;
    while (true) {
      const text = v128.load(at);
      const lower = v128.or(text, i8x16.splat(32));
      const letters = i8x16.le_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(25));
      const digits = i8x16.le_u(i8x16.sub(text, i8x16.splat(48)), i8x16.splat(9));
      const marks = v128.or(i8x16.eq(text, i8x16.splat(95)), i8x16.eq(text, i8x16.splat(36)));
      const high = i8x16.lt_s(text, i8x16.splat(0));
      const word = i8x16.bitmask(v128.or(v128.or(letters, digits), v128.or(marks, high)));
      const smalls = i8x16.bitmask(i8x16.ge_u(text, i8x16.splat(97)));
      const length = ctz(~word);
      if (length >= 16) {
        small |= smalls;
        at += 16;
        continue;
      }
      small |= smalls & ((1 << length) - 1);
      at += length as usize;
      break;
    }
    Lexer.fresh = false;
    Lexer.start = from;
    Lexer.position = at;
    Lexer.atom =
      small === 0 && Lexer.isConstant(from, at)
        ? Words.constant
        : Names.intern(from, (at - from) as i32);
    return NAME;
  }

  /**
   * Whether a name in capitals is a constant that nobody asks for: not used like a function, no
   * struct's name, no task state, no word of a declaration. A tree has a million of them.
   */
  private static isConstant(from: usize, to: usize): bool {
    const before = Lexer.atom;
    if (Mode.now === DECLARATION) return false;
    if (Lexer.lineMode || (before > Words.lastType && before <= Words.lastTag)) return false;
    let next = to;
    while (load<u8>(next) === 32 || load<u8>(next) === 9) next++;
    if (load<u8>(next) === 40) return false;
    const first = load<u8>(from);
    if (first === 84 && load<u8>(from, 1) === 65 && load<u8>(from, 2) === 83) return false;
    return !(first === 77 && load<u8>(from, 1) === 65 && load<u8>(from, 2) === 88);
  }

  private static number(from: usize): i32 {
    let at = from + 1;
    while (true) {
      const code = load<u8>(at);
      const kind = load<u8>(classes + (code as usize));
      if (kind !== LETTER && kind !== DIGIT && code !== 46) break;
      at++;
    }
    Lexer.fresh = false;
    Lexer.start = from;
    Lexer.position = at;
    return NUMBER;
  }

  /** A literal that its line does not close ends with the line. */
  private static quoted(from: usize, quote: u8, kind: i32): i32 {
    const end = Lexer.end;
    let at = from + 1;
    Lexer.fresh = false;
    Lexer.start = from;
    while (at < end) {
      const code = load<u8>(at);
      if (code === quote) {
        at++;
        break;
      }
      if (code === 10) break;
      if (code === 92) {
        const length = Lexer.spliceLength(at);
        if (length > 0) {
          Lexer.line++;
          at += length;
        } else at += 2;
      } else at++;
    }
    Lexer.position = min(at, end);
    return kind;
  }

  private static blockComment(from: usize): usize {
    const end = Lexer.end;
    let at = from;
    while (at < end) {
      const text = v128.load(at);
      let stars = i8x16.bitmask(i8x16.eq(text, i8x16.splat(42)));
      const lines = i8x16.bitmask(i8x16.eq(text, i8x16.splat(10)));
      while (stars !== 0) {
        const place = ctz(stars);
        const star = at + (place as usize);
        if (load<u8>(star, 1) === 47 && star < end) {
          Lexer.endLines(lines & ((1 << place) - 1));
          return star + 2;
        }
        stars &= stars - 1;
      }
      Lexer.endLines(lines);
      at += 16;
    }
    return end;
  }

  private static endLines(lines: i32): void {
    if (lines === 0) return;
    Lexer.line += popcnt(lines);
    if (!Lexer.lineMode) Lexer.fresh = true;
  }

  /** From inside a line to its end; the newline stays unread. */
  private static skipLine(from: usize, comments: bool): usize {
    const end = Lexer.end;
    let at = from;
    while (at < end) {
      const text = v128.load(at);
      let marks = v128.or(i8x16.eq(text, i8x16.splat(10)), i8x16.eq(text, i8x16.splat(92)));
      if (comments) marks = v128.or(marks, i8x16.eq(text, i8x16.splat(47)));
      const found = i8x16.bitmask(marks);
      if (found === 0) {
        at += 16;
        continue;
      }
      at += ctz(found) as usize;
      const code = load<u8>(at);
      if (code === 10) return at;
      if (code === 92) {
        const length = Lexer.spliceLength(at);
        if (length > 0) {
          at += length;
          Lexer.line++;
          continue;
        }
      } else if (load<u8>(at, 1) === 42) {
        at = Lexer.blockComment(at + 2);
        continue;
      }
      at++;
    }
    return end;
  }

  /** Bytes of a backslash with the newline after it; 0 where it is no splice. */
  static spliceLength(at: usize): usize {
    if (load<u8>(at, 1) === 10) return 2;
    return load<u8>(at, 1) === 13 && load<u8>(at, 2) === 10 ? 3 : 0;
  }
}
