import type { SyntaxNode } from '../ports/c-parser.ts';
import type { Position } from '../ports/position.ts';

/** What the nodes of both tree-sitter bindings have in common; rows and columns are UTF-16. */
export interface BindingNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly hasError: boolean;
  readonly isMissing: boolean;
  readonly parent: BindingNode | null;
  readonly namedChildren: readonly (BindingNode | null)[];
  childForFieldName(name: string): BindingNode | null;
}

/** A binding's node as the port has it. */
export class WrappedNode implements SyntaxNode {
  readonly #node: BindingNode;
  #children: readonly SyntaxNode[] | undefined;

  constructor(node: BindingNode) {
    this.#node = node;
  }

  get type(): string {
    return this.#node.type;
  }

  get text(): string {
    return this.#node.text;
  }

  get startIndex(): number {
    return this.#node.startIndex;
  }

  get endIndex(): number {
    return this.#node.endIndex;
  }

  get start(): Position {
    const { row, column } = this.#node.startPosition;
    return { line: row, character: column };
  }

  get end(): Position {
    const { row, column } = this.#node.endPosition;
    return { line: row, character: column };
  }

  get hasError(): boolean {
    return this.#node.hasError;
  }

  get isMissing(): boolean {
    return this.#node.isMissing;
  }

  get parent(): SyntaxNode | undefined {
    const { parent } = this.#node;
    return parent === null ? undefined : new WrappedNode(parent);
  }

  get namedChildren(): readonly SyntaxNode[] {
    this.#children ??= this.#node.namedChildren.flatMap((child) =>
      child === null ? [] : [new WrappedNode(child)],
    );
    return this.#children;
  }

  childForField(name: string): SyntaxNode | undefined {
    const child = this.#node.childForFieldName(name);
    return child === null ? undefined : new WrappedNode(child);
  }
}
