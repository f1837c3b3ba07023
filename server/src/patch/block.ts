import type { Body } from './body.ts';
import type { MailHeaders } from './model.ts';
import type { RawFile, RawProblem } from './raw.ts';

/** What kind of text a block holds. */
export type BlockContent =
  | { readonly kind: 'prose' }
  | { readonly kind: 'mail'; readonly headers: MailHeaders; readonly isFormatPatch: boolean }
  | { readonly kind: 'diff' }
  | { readonly kind: 'reply' };

/** A part of a MIME mail: its text, and the lines of the block that it takes. */
export interface BlockPart {
  readonly body: Body;
  readonly line: number;
  readonly lines: number;
  /** What was read of the text. */
  readonly blocks: readonly Block[];
}

/**
 * A stretch of lines that is read by itself: a mail's headers, prose, one file of a diff, a quoted
 * part with all that is in it, or a whole encoded mail. It depends on nothing before it, so that
 * after an edit only the blocks that were touched are read again.
 */
export interface Block {
  readonly content: BlockContent;
  readonly lines: number;
  readonly files: readonly RawFile[];
  /** The texts of a mail in MIME parts. */
  readonly parts: readonly BlockPart[];
  readonly problems: readonly RawProblem[];
}
