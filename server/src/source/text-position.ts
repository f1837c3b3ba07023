import type { Position, TextRange } from '../ports/position.ts';

/** The offset of each line's first character (UTF-16). */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** The range between two offsets. */
export function rangeOf(starts: readonly number[], start: number, end: number): TextRange {
  return { start: positionOf(starts, start), end: positionOf(starts, end) };
}

function positionOf(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

/** The last line that a range has a character of: a `#define` ends where the next line starts. */
export function lastLine({ start, end }: TextRange): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}
