/** The quote marks at the start of a line. */
export interface Quote {
  /** How many `>`; 0 when the line is not quoted. */
  readonly depth: number;
  /** Where the quoted text starts (UTF-16): after the last mark and the one space that follows it. */
  readonly column: number;
}

const unquoted: Quote = { depth: 0, column: 0 };
const mark = 0x3e;
const space = 0x20;

/** `> > +int x;` and `>> +int x;` have depth 2; `>` alone is an empty line of depth 1. */
export function quoteOf(line: string): Quote {
  if (line.charCodeAt(0) !== mark) {
    return unquoted;
  }
  let depth = 0;
  let column = 0;
  let at = 0;
  while (line.charCodeAt(at) === mark) {
    depth += 1;
    at += 1;
    column = at;
    if (line.charCodeAt(at) === space) {
      at += 1;
      column = at;
    }
  }
  return { depth, column };
}
