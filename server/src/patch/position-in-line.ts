import type { Position } from '../ports/position.ts';
import type { HunkLine } from './model.ts';

/** Where the character number `character` (UTF-16, from 0) of a hunk line's text stands in the document. */
export function positionInLine(line: HunkLine, character: number): Position {
  return (
    line.positionAt?.(character) ?? {
      line: line.range.start.line,
      character: line.textColumn + character,
    }
  );
}
