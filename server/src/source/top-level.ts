import type { CParser, SyntaxNode } from '../ports/c-parser.ts';
import { withLost } from './lost-functions.ts';
import type { ItemKind, SourceFunction, SourceItem } from './model.ts';
import { type PreparedText, prepare } from './prepare.ts';
import { lineStarts, rangeOf } from './text-position.ts';

/**
 * In UTF-16 code units. No C file that people write comes near; of one that is larger (a header of
 * register numbers, noise) only the functions are read, by the kernel's layout.
 */
const largestText = 2_000_000;

/** What a C text holds outside functions, and the functions. */
export interface TopLevel {
  readonly functions: readonly SourceFunction[];
  readonly items: readonly SourceItem[];
}

/**
 * Reads a C text's functions, macros, types, variables and `#include` lines, in the text's order.
 * Never fails: a text that is broken or no C gives what can be made out. Ranges are zero-based,
 * UTF-16.
 */
export function parseTopLevel(parser: CParser, text: string): TopLevel {
  if (text.length > largestText) {
    return {
      functions: withLost(text, [], (declaration) => parseDeclaration(parser, declaration)),
      items: [],
    };
  }
  const prepared = prepare(text);
  const tree = parser.parse(prepared.text);
  try {
    const collector: Collector = {
      text,
      prepared,
      positions: lineStarts(text),
      functions: [],
      items: [],
    };
    collect(collector, tree.root, 0);
    return tree.root.hasError
      ? {
          items: collector.items,
          functions: withLost(text, collector.functions, (declaration) =>
            parseDeclaration(parser, declaration),
          ),
        }
      : collector;
  } finally {
    tree.dispose();
  }
}

/** A declaration with an empty body; an error in it loses nothing more. */
function parseDeclaration(parser: CParser, text: string): readonly SourceFunction[] {
  const prepared = prepare(text);
  const tree = parser.parse(prepared.text);
  try {
    const functions: SourceFunction[] = [];
    collect({ text, prepared, positions: lineStarts(text), functions, items: [] }, tree.root, 0);
    return functions;
  } finally {
    tree.dispose();
  }
}

interface Collector extends TopLevel {
  readonly text: string;
  readonly prepared: PreparedText;
  readonly positions: readonly number[];
  readonly functions: SourceFunction[];
  readonly items: SourceItem[];
}

const transparent =
  /^(?:preproc_(?:if|ifdef|else|elif|elifdef)|ERROR|linkage_specification|declaration_list)$/;

/** Deeper nodes than this are damage that makes no function. */
const deepest = 40;

function collect(collector: Collector, node: SyntaxNode, depth: number): void {
  let end = node.startIndex;
  for (const child of node.namedChildren) {
    const { type } = child;
    if (type === 'function_definition') {
      takeFunction(collector, child, end);
    } else if (depth < deepest && transparent.test(type)) {
      collect(collector, child, depth + 1);
    } else if (type !== 'comment') {
      takeItem(collector, child, type);
    }
    // Comments stand between specifiers too; they end nothing.
    end = type === 'comment' ? end : child.endIndex;
  }
}

/** Error recovery takes `else if (x) {` outside a function for one. */
const keywords = /^(?:if|else|for|while|do|switch|return|sizeof)$/;

function takeFunction(collector: Collector, node: SyntaxNode, after: number): void {
  const name = nameNode(node.childForField('declarator'));
  const body = node.childForField('body');
  if (name !== undefined && body !== undefined && !keywords.test(name.text)) {
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

/** The identifier that is declared: `f` of `int (*f(void))(int)`, `x` of `*x[4] = { … }`. */
function nameNode(from: SyntaxNode | undefined): SyntaxNode | undefined {
  let declarator = from;
  for (let depth = 0; declarator !== undefined && depth < deepest; depth += 1) {
    if (declarator.type === 'identifier' || declarator.type === 'type_identifier') {
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
  const { text, prepared, positions } = collector;
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
    range: rangeOf(positions, start, node.endIndex),
    nameRange: rangeOf(
      positions,
      macro?.nameStart ?? name.startIndex,
      macro?.nameEnd ?? name.endIndex,
    ),
    isStatic: /\bstatic\b/.test(specifiers),
    attributes: words,
  };
}

const itemKinds: Readonly<Record<string, ItemKind>> = {
  preproc_def: 'macro',
  preproc_function_def: 'macro',
  preproc_include: 'include',
  struct_specifier: 'type',
  union_specifier: 'type',
  enum_specifier: 'type',
  type_definition: 'type',
};

function takeItem(collector: Collector, node: SyntaxNode, type: string): void {
  const kind = itemKinds[type];
  if (kind !== undefined) {
    const name = node.childForField(kind === 'include' ? 'path' : 'name');
    const declared = name ?? nameNode(node.childForField('declarator'));
    pushItem(collector, node, kind, declared?.text ?? node.text.slice(0, 80), false);
  } else if (type === 'declaration') {
    takeDeclaration(collector, node);
  } else if (type === 'expression_statement' || type === 'macro_type_specifier') {
    // `EXPORT_SYMBOL(x);`, `DEFINE_MUTEX(lock);`: macros whose outcome the text does not tell.
    pushItem(collector, node, 'statement', node.text.split('\n', 1)[0]?.slice(0, 80) ?? '', false);
  }
}

function takeDeclaration(collector: Collector, node: SyntaxNode): void {
  const specifiers = node.namedChildren.filter((child) => child.type === 'storage_class_specifier');
  const isStatic = specifiers.some((child) => child.text === 'static');
  const typeNode = node.childForField('type');
  const declarator = node.childForField('declarator');
  if (declarator === undefined) {
    return;
  }
  if (typeNode?.childForField('body') !== undefined) {
    pushItem(collector, typeNode, 'type', typeNode.childForField('name')?.text ?? '', false);
  }
  const name = nameNode(declarator)?.text ?? '';
  const isPrototype = declaresFunction(declarator);
  pushItem(collector, node, isPrototype ? 'prototype' : 'variable', name, isStatic);
}

function declaresFunction(from: SyntaxNode): boolean {
  let declarator: SyntaxNode | undefined = from;
  while (declarator !== undefined && declarator.type === 'pointer_declarator') {
    declarator = declarator.childForField('declarator');
  }
  return (
    declarator?.type === 'function_declarator' &&
    declarator.childForField('declarator')?.type === 'identifier'
  );
}

function pushItem(
  { positions, items }: Collector,
  node: SyntaxNode,
  kind: ItemKind,
  name: string,
  isStatic: boolean,
): void {
  const [head = ''] = node.text.slice(0, 500).split('=', 1);
  items.push({
    kind,
    name,
    isStatic,
    head: head.replace(/\s+/g, ' ').trim(),
    range: rangeOf(positions, node.startIndex, node.endIndex),
  });
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
