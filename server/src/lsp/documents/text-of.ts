import type { TextRange } from '../../ports/position.ts';
import type { LineDocument } from './line-document.ts';

/** Quote marks, the diff's own column and white space before a line's text. */
const BEFORE_TEXT = /^(?:\s*>)*[ ]?[+-]?\s*/;

/**
 * The part of a one-line range that holds text, so that a squiggle does not begin in the margin.
 * Ranges within a line or over several lines, and lines without text, stay as they are.
 */
export function textOf(document: LineDocument, range: TextRange): TextRange {
  if (range.start.character !== 0 || range.start.line !== range.end.line) return range;
  const text = document.textIn(range);
  const margin = BEFORE_TEXT.exec(text)?.[0].length ?? 0;
  if (margin >= text.trimEnd().length) return range;
  return { start: { line: range.start.line, character: margin }, end: range.end };
}
