import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';

import type { TextRange } from '../../ports/position.ts';
import type { LineDocument } from '../documents/line-document.ts';

/** Fewer quoted lines than these are not worth a fold. */
const SHORTEST_QUOTE = 3;

/** The last line that a range has text on: a range may end at the start of the line behind it. */
function lastLine({ start, end }: TextRange): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

function fold(range: TextRange): readonly FoldingRange[] {
  const endLine = lastLine(range);
  return endLine > range.start.line
    ? [{ startLine: range.start.line, endLine, kind: FoldingRangeKind.Region }]
    : [];
}

/** Runs of quoted lines outside of `taken`, which are in order and do not overlap. */
function quotes(document: LineDocument, taken: readonly TextRange[]): readonly FoldingRange[] {
  const folds: FoldingRange[] = [];
  const isTaken = new Set<number>();
  for (const range of taken) {
    for (let line = range.start.line; line <= lastLine(range); line += 1) isTaken.add(line);
  }
  let start: number | undefined;
  const close = (end: number): void => {
    if (start !== undefined && end - start >= SHORTEST_QUOTE) {
      folds.push({ startLine: start, endLine: end - 1, kind: FoldingRangeKind.Comment });
    }
    start = undefined;
  };
  for (let index = 0; index < document.lineCount; index += 1) {
    if (document.line(index).startsWith('>') && !isTaken.has(index)) start ??= index;
    else close(index);
  }
  close(document.lineCount);
  return folds;
}

/** Folds for mails, files, hunks and quotes. */
export function folding(document: LineDocument): FoldingRange[] {
  const { patch } = document;
  const files = patch.messages.flatMap((message) => message.files);
  const hunks = files.flatMap((file) => file.hunks.map((hunk) => hunk.range));
  const mails = patch.messages.length > 1 ? patch.messages.map((message) => message.range) : [];
  const nested = [...mails, ...files.map((file) => file.range), ...hunks].flatMap(fold);
  return [...nested, ...quotes(document, hunks)];
}
