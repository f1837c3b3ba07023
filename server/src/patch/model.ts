import type { Position, TextRange } from '../ports/position.ts';

/**
 * How sure a reader is of what it says: `certain` was read as it stands, `recovered` was put
 * together from damaged or quoted text, `guessed` has no text of its own behind it.
 */
export type Confidence = 'certain' | 'recovered' | 'guessed';

/** Something wrong with the text that was read. Reading goes on after it. */
export interface PatchProblem {
  readonly code: PatchProblemCode;
  readonly severity: 'error' | 'warning' | 'information';
  /** One sentence: what was expected, what was found, what was done about it. */
  readonly message: string;
  readonly range: TextRange;
}

/** Every kind of problem that the readers name. */
export type PatchProblemCode =
  | 'empty'
  | 'binary-data'
  | 'no-patch'
  | 'hunk-header'
  | 'hunk-count'
  | 'hunk-cut'
  | 'hunk-empty'
  | 'hunk-outside-file'
  | 'file-header'
  | 'line-wrapped'
  | 'encoding'
  | 'not-in-tree'
  | 'does-not-apply'
  | 'already-applied'
  | 'unnamed-function';

/** One line of a hunk. */
export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed' | 'no-newline';
  /** The line of the file: without quote marks, without the `+`, `-` or space, without line end. */
  readonly text: string;
  /** Where the whole line stands in the document, quote marks included. */
  readonly range: TextRange;
  /** Where `text` starts in the document (UTF-16 code units, zero-based). */
  readonly textColumn: number;
  /** One-based line in the old file; `undefined` on added lines and in hunks whose place is unknown. */
  readonly oldLine: number | undefined;
  /** One-based line in the new file; `undefined` on removed lines and in hunks whose place is unknown. */
  readonly newLine: number | undefined;
  /** How many quote marks (`>`) stood before it; 0 when it was not quoted. */
  readonly quoteDepth: number;
  /**
   * Where a character of `text` stands in the document; only where the line is encoded there or was
   * broken by a mailer, and `textColumn` plus the character's number does not tell. `positionInLine` knows both.
   */
  readonly positionAt?: (character: number) => Position;
}

/** A part of a mail whose text is encoded in the document. */
export interface EncodedBody {
  readonly encoding: 'base64' | 'quoted-printable';
  /** As the platform names it: `utf-8`, `iso-8859-2`. */
  readonly charset: string;
  /** The encoded lines in the document. */
  readonly range: TextRange;
  /** The decoded text; each call joins it anew. */
  text(): string;
  /** From a position in the decoded text to the document's. */
  toDocument(position: Position): Position;
}

/** What `@@ -a,b +c,d @@` says; all lines one-based, as in the diff. */
export interface HunkPlace {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/** A run of changed lines with context. */
export interface Hunk {
  /** `undefined` for a hunk that was quoted without its header. */
  readonly place: HunkPlace | undefined;
  /** Text after the second `@@`, most often the function that the hunk starts in. */
  readonly section: { readonly text: string; readonly range: TextRange } | undefined;
  readonly headerRange: TextRange | undefined;
  readonly range: TextRange;
  readonly lines: readonly HunkLine[];
  /** True when lines of the hunk are missing from the document (cut, or interrupted by a reviewer). */
  readonly isFragment: boolean;
  readonly confidence: Confidence;
}

/** What happened to a file. */
export type FileChange =
  | 'modified'
  | 'added'
  | 'deleted'
  | 'renamed'
  | 'copied'
  | 'mode'
  | 'binary';

/** All hunks of one file. */
export interface FilePatch {
  /** Path in the tree without prefix, with `/`; `undefined` for `/dev/null` or where none was given. */
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  readonly change: FileChange;
  /** True when the change is of bytes that the patch does not show as lines. */
  readonly isBinary: boolean;
  readonly range: TextRange;
  readonly headerRange: TextRange | undefined;
  readonly hunks: readonly Hunk[];
  /** Number of added and removed lines, as `git apply --numstat` counts. */
  readonly added: number;
  readonly removed: number;
}

/** Where a patch stands in a series, from `[PATCH v3 13/15]`. */
export interface SeriesPlace {
  readonly version: number;
  readonly number: number;
  readonly total: number;
}

/** The headers of a mail that matter to a reader of patches; decoded, unfolded. */
export interface MailHeaders {
  readonly subject: string | undefined;
  readonly from: string | undefined;
  readonly date: string | undefined;
  readonly messageId: string | undefined;
  readonly inReplyTo: string | undefined;
}

/** A mail, or a bare diff taken as a message without headers. */
export interface PatchMessage {
  readonly format: 'diff' | 'format-patch' | 'mail' | 'reply';
  readonly headers: MailHeaders | undefined;
  readonly series: SeriesPlace | undefined;
  readonly range: TextRange;
  readonly files: readonly FilePatch[];
  /** Encoded parts; the ranges of what was read in them are the document's all the same. */
  readonly bodies: readonly EncodedBody[];
}

/** Everything that was read from one document. */
export interface PatchDocument {
  readonly messages: readonly PatchMessage[];
  readonly problems: readonly PatchProblem[];
}
