import type { Position, TextRange } from '../../ports/position.ts';
import type { LineDocument } from './line-document.ts';

/** A C identifier and where it stands. */
export interface Word {
  readonly text: string;
  readonly range: TextRange;
}

const identifiers = /[A-Za-z_][A-Za-z0-9_]*/g;

/** A line longer than this is no line of C; searching it would cost more than it tells. */
const LONGEST_LINE = 4096;

/** The C identifier at or just before `position`; `undefined` where there is none. */
export function wordAt(document: LineDocument, position: Position): Word | undefined {
  const line = document.line(position.line).slice(0, LONGEST_LINE);
  for (const match of line.matchAll(identifiers)) {
    const end = match.index + match[0].length;
    if (match.index <= position.character && position.character <= end) {
      const start = { line: position.line, character: match.index };
      return { text: match[0], range: { start, end: { line: position.line, character: end } } };
    }
  }
  return undefined;
}
