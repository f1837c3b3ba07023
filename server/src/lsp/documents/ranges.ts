import type { Position, TextRange } from '../../ports/position.ts';

/** Whether `a` stands before `b` or at the same place. */
export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

/** Whether a position is in a range, its end included: that is where a cursor behind a word stands. */
export function contains(range: TextRange, position: Position): boolean {
  return isBefore(range.start, position) && isBefore(position, range.end);
}

/** Whether two ranges share a position; a cursor at the edge counts. */
export function touches(a: TextRange, b: TextRange): boolean {
  return isBefore(a.start, b.end) && isBefore(b.start, a.end);
}
