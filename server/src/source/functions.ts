import type { CParser, SyntaxNode } from '../ports/c-parser.ts';
import type { TextRange } from '../ports/position.ts';
import type { SourceFunction } from './model.ts';
import { type PreparedText, prepare } from './prepare.ts';

/**
 * The functions that a C text defines, in the text's order. Never fails: a text that is broken or
 * no C gives the functions that can be made out. Ranges are zero-based, UTF-16.
 */
export function parseFunctions(parser: CParser, text: string): readonly SourceFunction[] {
  const prepared = prepare(text);
  const tree = parser.parse(prepared.text);
  try {
    const functions: SourceFunction[] = [];
    const collector = { text, prepared, positions: lineStarts(text), functions };
    collect(collector, tree.root, 0);
    return functions;
  } finally {
    tree.dispose();
  }
}

interface Collector {
  readonly text: string;
  readonly prepared: PreparedText;
  readonly positions: readonly number[];
  readonly functions: SourceFunction[];
}

const transparent =
  /^(?:preproc_(?:if|ifdef|else|elif|elifdef)|ERROR|linkage_specification|declaration_list)$/;

/** Deeper nodes than this are damage that makes no function. */
const deepest = 40;

function collect(collector: Collector, node: SyntaxNode, depth: number): void {
  let end = node.startIndex;
  for (const child of node.namedChildren) {
    if (child.type === 'function_definition') {
      takeFunction(collector, child, end);
    } else if (depth < deepest && transparent.test(child.type)) {
      collect(collector, child, depth + 1);
    }
    // Comments stand between specifiers too; they end nothing.
    end = child.type === 'comment' ? end : child.endIndex;
  }
}

function takeFunction(collector: Collector, node: SyntaxNode, after: number): void {
  const name = nameNode(node);
  const body = node.childForField('body');
  if (name !== undefined && body !== undefined) {
    collector.functions.push(toFunction(collector, node, name, body, after));
  }
  // A brace that was lost lets a function swallow those after it.
  if (body?.hasError) {
    collectSwallowed(collector, body, 0);
  }
}

function collectSwallowed(collector: Collector, node: SyntaxNode, depth: number): void {
  for (const child of node.namedChildren) {
    if (child.type === 'function_definition' && child.start.character === 0) {
      takeFunction(collector, child, child.startIndex);
    } else if (depth < deepest && child.hasError) {
      collectSwallowed(collector, child, depth + 1);
    }
  }
}

/** The identifier in the innermost function declarator: that of `int (*f(void))(int)` is `f`. */
function nameNode(node: SyntaxNode): SyntaxNode | undefined {
  let declarator = node.childForField('declarator');
  for (let depth = 0; declarator !== undefined && depth < deepest; depth += 1) {
    if (declarator.type === 'identifier') {
      return declarator;
    }
    declarator = declarator.childForField('declarator') ?? declarator.namedChildren[0];
  }
  return undefined;
}

function toFunction(
  collector: Collector,
  node: SyntaxNode,
  name: SyntaxNode,
  body: SyntaxNode,
  after: number,
): SourceFunction {
  const { text, prepared } = collector;
  const parameters = name.parent?.childForField('parameters');
  const own = [
    ...annotationsBetween(prepared, after, name.startIndex),
    ...annotationsBetween(prepared, parameters?.endIndex ?? name.endIndex, body.startIndex),
  ];
  const start = Math.min(node.startIndex, own[0]?.start ?? node.startIndex);
  const macro = prepared.macros.get(name.startIndex);
  const specifiers = prepared.text.slice(start, name.startIndex);
  const words = own.map((annotation) => annotation.word);
  if (/\binline\b/.test(specifiers)) {
    words.unshift('inline');
  }
  return {
    name: macro?.symbol ?? text.slice(name.startIndex, name.endIndex),
    macro: macro?.macro,
    range: rangeOf(collector, start, node.endIndex),
    nameRange: rangeOf(
      collector,
      macro?.nameStart ?? name.startIndex,
      macro?.nameEnd ?? name.endIndex,
    ),
    isStatic: /\bstatic\b/.test(specifiers),
    attributes: words,
  };
}

function annotationsBetween(
  { annotations }: PreparedText,
  start: number,
  end: number,
): PreparedText['annotations'] {
  let low = 0;
  let high = annotations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((annotations[middle]?.start ?? 0) < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let last = low;
  while ((annotations[last]?.start ?? end) < end) {
    last += 1;
  }
  return annotations.slice(low, last);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

function rangeOf({ positions }: Collector, start: number, end: number): TextRange {
  return { start: positionOf(positions, start), end: positionOf(positions, end) };
}

function positionOf(starts: readonly number[], offset: number): TextRange['start'] {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}
