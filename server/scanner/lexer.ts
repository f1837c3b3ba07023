import {
  APOSTROPHE,
  BACKSLASH,
  BLANK,
  classes,
  DIGIT,
  HASH,
  LETTER,
  LOW,
  MINUS,
  NEWLINE,
  QUOTE,
  SLASH,
  Spans,
} from './bytes';
import { Hash } from './hash';
import { DECLARATION, Mode } from './mode';
import { Names } from './names';
import { blockCommentEnd, quotedEnd, restOfLine, spliceLength } from './skips';
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
/** A byte that belongs to no C text. */
export const ODD: i32 = 63;

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

  static open(source: usize, length: i32): void {
    Lexer.begin = source;
    Lexer.end = source + (length as usize);
    Lexer.position = source;
    Lexer.line = 1;
    Lexer.lineMode = false;
  }

  static next(): i32 {
    let at = Lexer.position;
    while (true) {
      const code = load<u8>(at) as i32;
      switch (load<u8>(classes + (code as usize))) {
        case BLANK:
          at++;
          break;
        case NEWLINE:
          if (Lexer.lineMode) return Lexer.finish(at);
          Lexer.line++;
          at = Spans.indent(at + 1);
          break;
        case LETTER: {
          const end = Spans.word(at);
          Lexer.start = at;
          Lexer.position = end;
          Lexer.atom = Lexer.nameOf(at, end, code);
          return NAME;
        }
        case DIGIT:
          return Lexer.give(at, numberEnd(at), NUMBER);
        case SLASH: {
          const after = load<u8>(at, 1);
          if (after === 42) at = blockCommentEnd(at + 2);
          else if (after === 47) at = restOfLine(at + 2, false);
          else return Lexer.give(at, at + 1, code);
          break;
        }
        case BACKSLASH: {
          const length = spliceLength(at);
          if (length === 0) return Lexer.give(at, at + 1, code);
          at += length;
          Lexer.line++;
          break;
        }
        case QUOTE:
          return Lexer.give(at, quotedEnd(at, 34), STRING);
        case APOSTROPHE:
          return Lexer.give(at, quotedEnd(at, 39), CHARACTER);
        case MINUS:
          if (load<u8>(at, 1) !== 62) return Lexer.give(at, at + 1, code);
          return Lexer.give(at, at + 2, ARROW);
        case HASH:
          return Lexer.hash(at);
        case LOW:
          if (at >= Lexer.end) return Lexer.finish(Lexer.end);
          return Lexer.give(at, at + 1, ODD);
        default:
          return Lexer.give(at, at + 1, code);
      }
    }
    return END;
  }

  /** The atom of the word between two places; `first` is its first byte. */
  @inline
  static nameOf(from: usize, to: usize, first: i32): i32 {
    if (first < 97 && Lexer.isConstant(from, to)) return Words.constant;
    const length = (to - from) as i32;
    return Names.known(Hash.of(from, length), from, length);
  }

  /** Whether the token last read stands at the beginning of its line. */
  static atColumnZero(): bool {
    return Lexer.start === Lexer.begin || load<u8>(Lexer.start - 1) === 10;
  }

  /** Passes over the rest of a preprocessor line, splices and comments included. */
  static finishLine(): void {
    Lexer.position = restOfLine(Lexer.position, true);
  }

  /** What a `#` is: at the beginning of a line a DIRECTIVE, two of them in such a line PASTE. */
  static hash(at: usize): i32 {
    if (Lexer.lineMode) {
      const paste = load<u8>(at, 1) === 35;
      return Lexer.give(at, at + (paste ? 2 : 1), paste ? PASTE : 35);
    }
    return Lexer.give(at, at + 1, Lexer.isFresh(at) ? DIRECTIVE : 35);
  }

  static finish(at: usize): i32 {
    Lexer.position = at;
    Lexer.start = at;
    return END;
  }

  @inline
  static give(from: usize, to: usize, kind: i32): i32 {
    Lexer.start = from;
    Lexer.position = to;
    return kind;
  }

  /** Whether nothing but blanks and comments stands on the line before a place. */
  private static isFresh(place: usize): bool {
    let at = place;
    while (at > Lexer.begin) {
      const code = load<u8>(at - 1);
      if (code === 10) return at < Lexer.begin + 2 || !isSplice(at - 1);
      if (load<u8>(classes + (code as usize)) === BLANK) at--;
      else if (code === 47 && at - 2 > Lexer.begin && load<u8>(at - 2) === 42) {
        at -= 2;
        while (!(load<u8>(at) === 42 && load<u8>(at - 1) === 47)) {
          if (load<u8>(at) === 10) return true;
          if (--at <= Lexer.begin) return false;
        }
        at--;
      } else return false;
    }
    return true;
  }

  /**
   * Whether a name in capitals is a constant that nobody asks for: not used like a function, no
   * struct's name, no task state, no word of a declaration. A tree has a million of them.
   */
  private static isConstant(from: usize, to: usize): bool {
    if (Lexer.lineMode || Mode.now === DECLARATION) return false;
    const before = Lexer.atom;
    if (before > Words.lastType && before <= Words.lastTag) return false;
    for (let at = from; at < to; at += 16) {
      const smalls = i8x16.bitmask(i8x16.ge_u(v128.load(at), i8x16.splat(97)));
      const rest = (to - at) as i32;
      if ((rest >= 16 ? smalls : smalls & ((1 << rest) - 1)) !== 0) return false;
    }
    let next = to;
    while (load<u8>(next) === 32 || load<u8>(next) === 9) next++;
    if (load<u8>(next) === 40) return false;
    const first = load<u8>(from);
    if (first === 84 && load<u8>(from, 1) === 65 && load<u8>(from, 2) === 83) return false;
    return !(first === 77 && load<u8>(from, 1) === 65 && load<u8>(from, 2) === 88);
  }
}

/** Whether the newline at a place is spliced away by what stands before it. */
function isSplice(newline: usize): bool {
  const before = load<u8>(newline - 1);
  return before === 92 || (before === 13 && load<u8>(newline - 2) === 92);
}

/** Where the number that begins at a place ends. */
export function numberEnd(from: usize): usize {
  let at = Spans.word(from);
  while (load<u8>(at) === 46) at = Spans.word(at + 1);
  return at;
}
