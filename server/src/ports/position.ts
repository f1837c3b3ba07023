/**
 * A place in a document, as an editor counts it: both numbers are zero-based,
 * `character` counts UTF-16 code units (Language Server Protocol 3.17, "Position").
 */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open stretch of a document: `start` is in it, `end` is not. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}
