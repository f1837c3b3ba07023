/** A token of C as far as braces, words and preprocessor lines matter. */
export interface Token {
  readonly kind: 'word' | 'punctuation' | 'literal' | 'directive';
  readonly start: number;
  readonly end: number;
}

const newline = 0x0a;
const backslash = 0x5c;

/**
 * The next token at or after `at`, comments and white space skipped; `undefined` at the end. A
 * preprocessor line with its continuation lines is one token. Strings and comments that are not
 * closed end at the end of their line, or of the text.
 */
export function nextToken(text: string, from: number): Token | undefined {
  const start = skipBlank(text, from);
  if (start >= text.length) {
    return undefined;
  }
  const code = text.charCodeAt(start);
  if (isWordStart(code)) {
    let end = start + 1;
    while (isWordPart(text.charCodeAt(end))) {
      end += 1;
    }
    return { kind: 'word', start, end };
  }
  if (code === 0x22 || code === 0x27) {
    return { kind: 'literal', start, end: endOfString(text, start, code) };
  }
  if (code === 0x23 && isFirstOfLine(text, start)) {
    return { kind: 'directive', start, end: endOfDirective(text, start) };
  }
  return { kind: 'punctuation', start, end: start + 1 };
}

function isWordStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0x7f
  );
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || (code >= 0x30 && code <= 0x39);
}

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) {
      at += 1;
    } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
      const end = text.indexOf('*/', at + 2);
      at = end === -1 ? text.length : end + 2;
    } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2f) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else {
      return at;
    }
  }
}

function endOfString(text: string, start: number, quote: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === newline) {
      return Math.min(at, text.length);
    }
    if (code === quote) {
      return at + 1;
    }
    at += code === backslash ? 2 : 1;
  }
}

function isFirstOfLine(text: string, start: number): boolean {
  let at = start - 1;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) {
    at -= 1;
  }
  return at < 0 || text.charCodeAt(at) === newline || text.charCodeAt(at) === 0x2f;
}

/** The end of the line that a directive ends on: continuation lines and comments over lines included. */
function endOfDirective(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === newline) {
      return Math.min(at, text.length);
    }
    if (code === backslash) {
      at += text.charCodeAt(at + 1) === 0x0d ? 3 : 2;
    } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
      const end = text.indexOf('*/', at + 2);
      at = end === -1 ? text.length : end + 2;
    } else {
      at += 1;
    }
  }
}

/** In tokens; bounds the look ahead, so that no text takes more than linear time. */
const longestArguments = 600;

/** The offset after the `)` that closes the `(` at `open`; `undefined` when it is not closed near by. */
export function afterParentheses(text: string, open: number): number | undefined {
  let depth = 0;
  let at = open;
  for (let count = 0; count < longestArguments; count += 1) {
    const token = nextToken(text, at);
    if (token === undefined) {
      return undefined;
    }
    const mark = text[token.start];
    if (token.kind === 'punctuation' && mark === '(') {
      depth += 1;
    } else if (token.kind === 'punctuation' && mark === ')') {
      depth -= 1;
      if (depth === 0) {
        return token.end;
      }
    } else if (token.kind === 'punctuation' && (mark === '{' || mark === '}') && depth === 0) {
      return undefined;
    }
    at = token.end;
  }
  return undefined;
}
