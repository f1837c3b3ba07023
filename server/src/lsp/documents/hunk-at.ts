import type { FilePatch, Hunk } from '../../patch/model.ts';
import type { Position, TextRange } from '../../ports/position.ts';
import { documentKind } from './document-kind.ts';
import type { LineDocument } from './line-document.ts';
import { contains } from './ranges.ts';

/** A hunk and the file that it changes. */
export interface PlacedHunk {
  readonly file: FilePatch;
  readonly hunk: Hunk;
}

function has({ start, end }: TextRange, { line }: Position): boolean {
  return start.line <= line && line <= end.line;
}

/** The hunk at a position; `undefined` outside of hunks and in documents that are no patches. */
export function hunkAt(document: LineDocument, position: Position): PlacedHunk | undefined {
  if (documentKind(document.languageId) !== 'patch') return undefined;
  for (const message of document.patch.messages) {
    if (!has(message.range, position)) continue;
    for (const file of message.files) {
      if (!has(file.range, position)) continue;
      const hunk = file.hunks.find((one) => contains(one.range, position));
      if (hunk !== undefined) return { file, hunk };
    }
  }
  return undefined;
}
