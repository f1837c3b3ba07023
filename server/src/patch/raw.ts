import type { FileChange, HunkLine, HunkPlace, PatchProblem } from './model.ts';

/**
 * What the reader keeps. Line numbers are zero-based and count from the first line of the block,
 * so that a block that moves in its document stays as it is. The views of `view.ts` make the
 * positions of the document from them, when somebody looks.
 */
export interface RawProblem {
  readonly code: PatchProblem['code'];
  readonly severity: PatchProblem['severity'];
  readonly message: string;
  readonly line: number;
}

/** A hunk line that is not simply one document line with its mark in the first column. */
export interface RawLine {
  readonly kind: HunkLine['kind'];
  readonly line: number;
  /** Document lines that it takes: more than one when it was wrapped. */
  readonly span: number;
  readonly textColumn: number;
  readonly depth: number;
  /** In a combined diff: whether the first of the old files has the line. */
  readonly isOld?: boolean;
}

/** A hunk. */
export interface RawHunk {
  readonly headerLine: number | undefined;
  /** Column at which the header's first `@` stands. */
  readonly headerColumn: number;
  readonly place: HunkPlace | undefined;
  readonly parents: number;
  readonly section: { readonly text: string; readonly column: number } | undefined;
  /** First line and number of lines of the body in the document. */
  readonly bodyLine: number;
  readonly bodyLines: number;
  /** `undefined`: each of the body's lines is one hunk line with its mark in column 0. */
  readonly lines: readonly RawLine[] | undefined;
  readonly added: number;
  readonly removed: number;
  readonly isFragment: boolean;
  readonly isRecovered: boolean;
  readonly hasCarriageReturns: boolean;
}

/** One file of a diff. Names are as written, unquoted, without timestamps and with their prefix. */
export interface RawFile {
  readonly oldName: string | undefined;
  readonly newName: string | undefined;
  /** True when the names have no `a/`, `b/` prefix: git's `rename from` and `Index:` lines. */
  readonly isBare: boolean;
  readonly change: FileChange;
  readonly isBinary: boolean;
  readonly line: number;
  readonly lines: number;
  readonly headerLines: number;
  /** Changed lines after the last hunk's counted ones: git leaves them out without a word. */
  readonly uncounted: { readonly added: number; readonly removed: number };
  readonly hunks: readonly RawHunk[];
}
