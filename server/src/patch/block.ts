import type { MailHeaders } from './model.ts';
import type { RawFile, RawProblem } from './raw.ts';

/** What kind of text a block holds. */
export type BlockContent =
  | { readonly kind: 'prose' }
  | { readonly kind: 'mail'; readonly headers: MailHeaders; readonly isFormatPatch: boolean }
  | { readonly kind: 'diff' }
  | { readonly kind: 'reply' };

/**
 * A stretch of lines that is read by itself: a mail's headers, prose, one file of a diff, or a
 * quoted part with all that is in it. It depends on nothing before it, so that after an edit only
 * the blocks that were touched are read again.
 */
export interface Block {
  readonly content: BlockContent;
  readonly lines: number;
  readonly files: readonly RawFile[];
  readonly problems: readonly RawProblem[];
}
