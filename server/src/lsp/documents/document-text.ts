import type { TextRange } from '../../ports/position.ts';

/** A document as the client has it. */
export interface DocumentText {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** A part of a document, or with no `range` all of it, was replaced by `text`. */
export interface DocumentEdit {
  readonly range: TextRange | undefined;
  readonly text: string;
}
