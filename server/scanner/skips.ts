import { Lexer } from './lexer';

/** Bytes of a backslash with the newline after it; 0 where it is no splice. */
export function spliceLength(at: usize): usize {
  if (load<u8>(at, 1) === 10) return 2;
  return load<u8>(at, 1) === 13 && load<u8>(at, 2) === 10 ? 3 : 0;
}

/** Where the literal that begins at a place ends; one that its line does not close ends with the line. */
export function quotedEnd(from: usize, quote: u8): usize {
  const end = Lexer.end;
  let at = from + 1;
  while (at < end) {
    const text = v128.load(at);
    const marks = v128.or(
      i8x16.eq(text, i8x16.splat(quote)),
      v128.or(i8x16.eq(text, i8x16.splat(10)), i8x16.eq(text, i8x16.splat(92))),
    );
    const found = i8x16.bitmask(marks);
    if (found === 0) {
      at += 16;
      continue;
    }
    at += ctz(found) as usize;
    if (at >= end) break;
    const code = load<u8>(at);
    if (code === quote) return at + 1;
    if (code === 10) return at;
    const length = spliceLength(at);
    if (length > 0) Lexer.line++;
    at += length > 0 ? length : 2;
  }
  return end;
}

/** Where a block comment ends whose inside begins at `from`. */
export function blockCommentEnd(from: usize): usize {
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
        Lexer.line += popcnt(lines & ((1 << place) - 1));
        return star + 2;
      }
      stars &= stars - 1;
    }
    Lexer.line += popcnt(lines);
    at += 16;
  }
  return end;
}

/** From inside a line to its end; the newline stays unread. */
export function restOfLine(from: usize, comments: bool): usize {
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
      const length = spliceLength(at);
      if (length > 0) {
        at += length;
        Lexer.line++;
        continue;
      }
    } else if (load<u8>(at, 1) === 42) {
      at = blockCommentEnd(at + 2);
      continue;
    }
    at++;
  }
  return end;
}
