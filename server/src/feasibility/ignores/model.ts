import type { TextRange } from '../../ports/position.ts';
import type { FindingCode } from '../model.ts';

/** What a person decided not to be told of, and why. */
export interface Ignore {
  readonly codes: readonly FindingCode[];
  /** Only findings about this function; any where left out. */
  readonly function: string | undefined;
  /** Only on this kernel (`6.1`); any where left out. */
  readonly kernel: string | undefined;
  readonly reason: string;
  readonly source: IgnoreSource;
}

/** Where an ignore is written. */
export type IgnoreSource =
  | {
      readonly kind: 'comment';
      /** The comment. */
      readonly range: TextRange;
      /** Zero-based lines that it speaks of: its own, or where that holds no code the next that does. */
      readonly lines: readonly number[];
    }
  | {
      readonly kind: 'baseline';
      /** What the file is called for the reader. */
      readonly name: string;
      /** The document that the entry names, as it is written there; any where left out. */
      readonly document: string | undefined;
    };

/** Ignores of one document, and what was wrong with how they are written. */
export interface DocumentIgnores {
  readonly ignores: readonly Ignore[];
  readonly problems: readonly IgnoreProblem[];
}

/** An ignore that cannot be honoured; one sentence each. */
export interface IgnoreProblem {
  readonly message: string;
  /** `undefined`: in the baseline file. */
  readonly range: TextRange | undefined;
}

/** An ignore without a reason is not honoured; editors put this there for the user to replace. */
export const reasonPlaceholder = 'say why';
