import { Spans } from './bytes';
import { Lexer } from './lexer';

/** `#define ` as a number of eight bytes. */
const DEFINE: u64 = 0x20656e6966656423;
/** No place in a line. */
const NONE: usize = 0;

/**
 * Whether what is defined after a `#define`, at whose end `from` stands, is a plain number, a string or nothing.
 * Most macros of a kernel are register numbers in generated headers: they are passed over.
 */
export function isPlainNumber(from: usize): bool {
  const at = Spans.word(Spans.indent(from));
  const code = load<u8>(Spans.indent(at));
  if (code >= 48 && code <= 57) return true;
  return code === 10 || code === 34 || (code === 0 && at >= Lexer.end);
}

/** From the end of a line past all lines after it that do nothing but define plain numbers. */
export function afterPlainNumbers(from: usize): usize {
  let at = from;
  while (load<u64>(at, 1) === DEFINE) {
    const end = plainEnd(at + 9);
    if (end === NONE) return at;
    Lexer.line++;
    at = end;
  }
  return at;
}

/** Where the line ends whose name begins at `from`, or NONE where it does not plainly define a number. */
function plainEnd(from: usize): usize {
  const body = Spans.indent(nameEnd(from));
  const code = load<u8>(body);
  if (code >= 48 && code <= 57) return restOfPlain(body);
  return isPlainNumber(from) ? restOfPlain(from) : NONE;
}

/** The first bracket or blank, or end of a line, from a place on. */
function nameEnd(from: usize): usize {
  let at = from;
  while (true) {
    const text = v128.load(at);
    const stops = v128.or(i8x16.le_u(text, i8x16.splat(32)), i8x16.eq(text, i8x16.splat(40)));
    const found = i8x16.bitmask(stops);
    if (found !== 0) return at + (ctz(found) as usize);
    at += 16;
  }
  return at;
}

/** The end of a line in which neither a splice nor a comment begins from a place on, or NONE. */
function restOfPlain(from: usize): usize {
  let at = from;
  while (at < Lexer.end) {
    const text = v128.load(at);
    const odd = v128.or(i8x16.eq(text, i8x16.splat(92)), i8x16.eq(text, i8x16.splat(47)));
    const found = i8x16.bitmask(v128.or(odd, i8x16.eq(text, i8x16.splat(10))));
    if (found !== 0) {
      at += ctz(found) as usize;
      return load<u8>(at) === 10 && at < Lexer.end ? at : NONE;
    }
    at += 16;
  }
  return NONE;
}
