import { nextToken } from './c-lexer.ts';

/** A text's tokens with one space between them: what is left when comments and layout do not count. */
export function codeOf(text: string): string {
  const words: string[] = [];
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end)) {
    words.push(text.slice(token.start, token.end));
  }
  return words.join(' ');
}
