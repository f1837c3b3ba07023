/** Classes of bytes. */
export const OTHER: u8 = 0;
export const LETTER: u8 = 1;
export const DIGIT: u8 = 2;
export const BLANK: u8 = 3;
export const NEWLINE: u8 = 4;
export const SLASH: u8 = 5;
export const BACKSLASH: u8 = 6;
export const QUOTE: u8 = 7;
export const APOSTROPHE: u8 = 8;
export const MINUS: u8 = 9;
export const HASH: u8 = 10;
export const LOW: u8 = 11;
/** The rest are of one character each. */
export const OPENS: u8 = 12;
export const CLOSES: u8 = 13;
export const SEPARATES: u8 = 14;
export const ENDS: u8 = 15;
export const OPENS_BRACE: u8 = 16;
export const CLOSES_BRACE: u8 = 17;
export const ASSIGNS: u8 = 18;
export const OPENS_INDEX: u8 = 19;
export const LABELS: u8 = 20;

/** The class of each byte. */
export const classes: usize = memory.data(256);

/** Fills `classes`. */
export function setUpClasses(): void {
  for (let code = 0; code < 256; code++) store<u8>(classes + (code as usize), classOf(code));
}

function classOf(code: i32): u8 {
  if (code >= 128 || code === 36 || code === 95) return LETTER;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return LETTER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 10) return NEWLINE;
  if (code === 32 || (code >= 9 && code <= 13)) return BLANK;
  if (code === 47) return SLASH;
  if (code === 92) return BACKSLASH;
  if (code === 34) return QUOTE;
  if (code === 39) return APOSTROPHE;
  if (code === 45) return MINUS;
  if (code === 35) return HASH;
  if (code === 40) return OPENS;
  if (code === 41) return CLOSES;
  if (code === 44) return SEPARATES;
  if (code === 59) return ENDS;
  if (code === 123) return OPENS_BRACE;
  if (code === 125) return CLOSES_BRACE;
  if (code === 61) return ASSIGNS;
  if (code === 91) return OPENS_INDEX;
  if (code === 58) return LABELS;
  return code <= 7 ? LOW : OTHER;
}

/** How far runs of bytes go. */
export class Spans {
  /** Where the word that begins at `from` ends. */
  @inline
  static word(from: usize): usize {
    let at = from;
    while (true) {
      const text = v128.load(at);
      const lower = v128.or(text, i8x16.splat(32));
      const letters = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(26));
      const digits = i8x16.lt_u(i8x16.sub(text, i8x16.splat(48)), i8x16.splat(10));
      const marks = v128.or(i8x16.eq(text, i8x16.splat(95)), i8x16.eq(text, i8x16.splat(36)));
      // The mask is of the highest bits, which the bytes above 127 have already.
      const word = i8x16.bitmask(v128.or(v128.or(letters, digits), v128.or(marks, text)));
      const length = ctz(~word);
      at += length as usize;
      if (length < 16) return at;
    }
    return at;
  }

  /** The first place from `from` on that holds neither a blank nor a tab. */
  @inline
  static indent(from: usize): usize {
    let at = from;
    while (true) {
      const text = v128.load(at);
      const blanks = v128.or(i8x16.eq(text, i8x16.splat(9)), i8x16.eq(text, i8x16.splat(32)));
      const length = ctz(~i8x16.bitmask(blanks));
      at += length as usize;
      if (length < 16) return at;
    }
    return at;
  }
}
