import type { FunctionText } from './function-text.ts';

/** Arguments may stand so many lines below the line of the call's name. */
const mostLinesBelow = 4;

/** Where calls of `name` stand: their tokens at the line, else the first one right below it. */
export function callsAt(
  { tokens, lines }: FunctionText,
  name: string,
  line: number,
): readonly number[] {
  const found: number[] = [];
  for (let at = tokens.indexOf(name); at >= 0; at = tokens.indexOf(name, at + 1)) {
    const own = lines[at] ?? 0;
    if (own < line || tokens[at + 1] !== '(') continue;
    if (own > line && (found.length > 0 || own > line + mostLinesBelow)) break;
    found.push(at);
    if (own > line) break;
  }
  return found;
}
