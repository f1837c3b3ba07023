const token = /[A-Za-z_]\w*|\.?\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|##|\.\.\.|[^\s\w]/g;

const nameStart = /^[A-Za-z_]/;

/** The tokens of C text without comments. */
export function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

export function isName(text: string | undefined): boolean {
  return text !== undefined && nameStart.test(text);
}

/** The text with comments blanked; line breaks, continued lines and offsets stay as they are. */
export function withoutComments(text: string): string {
  return text.replace(commentOrString, (match) =>
    match.startsWith('/') ? match.replace(/\\(?![ \t]*\n)|[^\n\\]/g, ' ') : match,
  );
}

const commentOrString =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Index of the bracket that closes the one at `open`; the end of the list where none does. */
export function closingToken(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const each = tokens[at];
    if (each === '(' || each === '{' || each === '[') depth++;
    else if (each === ')' || each === '}' || each === ']') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return tokens.length;
}
