import type { Position } from './position.ts';

/**
 * A node of a C syntax tree. Both bindings of tree-sitter (native and WASM) have this shape, so the
 * analysis is handed one or the other without knowing which.
 */
export interface SyntaxNode {
  /** The grammar's name for this node, for example `function_definition`. */
  readonly type: string;
  readonly text: string;
  /** Offsets into the parsed string in UTF-16 code units. */
  readonly startIndex: number;
  readonly endIndex: number;
  /** Zero-based row; `column` in UTF-16 code units. */
  readonly start: Position;
  readonly end: Position;
  /** True when this node or one below it is an error or was made up by error recovery. */
  readonly hasError: boolean;
  readonly isMissing: boolean;
  readonly parent: SyntaxNode | undefined;
  readonly namedChildren: readonly SyntaxNode[];
  childForField(name: string): SyntaxNode | undefined;
}

/** A parsed text. `dispose` must be called: the WASM binding's trees live outside the garbage collector. */
export interface SyntaxTree {
  readonly root: SyntaxNode;
  dispose(): void;
}

/** Parses C, error-tolerantly: every text gives a tree. */
export interface CParser {
  /** Which binding answers, for the log. */
  readonly binding: 'native' | 'wasm';
  parse(text: string): SyntaxTree;
}
