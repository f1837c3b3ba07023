import type { CParser, SyntaxNode } from '../../ports/c-parser.ts';

/** A call in a function's text. */
export interface CallSite {
  readonly name: string;
  /** One-based line in the file. */
  readonly line: number;
  /** 0 where each pass comes by it; the more, the rarer are the branches that it stands in. */
  readonly rarity: number;
}

/** The calls of a function, and which of its lines can be run again. */
export interface CallSites {
  readonly calls: readonly CallSite[];
  /** Whether a call at `line` can follow one at `before`: it stands below it, or a loop leads back. */
  follows(line: number, before: number): boolean;
}

/** Lines from the first up to the last. */
type Range = readonly [first: number, last: number];

const loops = /^(?:while|for|do)_statement$/;

/**
 * Reads the calls of the function whose name stands at `line` (one-based) of a file's `lines`; none where
 * there is no function.
 */
export function callSites(parser: CParser, lines: readonly string[], line: number): CallSites {
  // The kernel's style: a function's last brace, and no other, begins a line.
  const end = lines.findIndex((each, at) => at >= line - 1 && each.startsWith('}'));
  const tree = parser.parse(lines.slice(line - 1, end + 1).join('\n'));
  try {
    return read(tree.root, line);
  } finally {
    tree.dispose();
  }
}

function read(root: SyntaxNode, first: number): CallSites {
  const calls: CallSite[] = [];
  const again: Range[] = [];
  const labels = new Map<string, number>();
  const lineOf = (node: SyntaxNode): number => first + node.start.line;
  const visit = (node: SyntaxNode, rarity: number): void => {
    if (node.type === 'call_expression') {
      const callee = node.childForField('function');
      if (callee?.type === 'identifier') {
        calls.push({ name: callee.text, line: lineOf(node), rarity });
      }
    } else if (loops.test(node.type)) again.push([lineOf(node), first + node.end.line]);
    const label = node.childForField('label')?.text;
    if (node.type === 'labeled_statement' && label !== undefined) labels.set(label, lineOf(node));
    if (node.type === 'goto_statement' && label !== undefined) {
      const back = labels.get(label);
      if (back !== undefined) again.push([back, lineOf(node)]);
    }
    for (const child of node.namedChildren) visit(child, rarity + rarityOf(node, child));
  };
  visit(root, 0);
  const inLoop = (line: number, before: number): boolean =>
    again.some(([from, to]) => from <= line && line <= to && from <= before && before <= to);
  return { calls, follows: (line, before) => line >= before || inLoop(line, before) };
}

/** How much rarer a part of a statement is run than the statement. */
function rarityOf(node: SyntaxNode, child: SyntaxNode): number {
  const is = (field: string): boolean => {
    const found = node.childForField(field);
    return found?.startIndex === child.startIndex && found.endIndex === child.endIndex;
  };
  if (node.type === 'case_statement') return 2;
  if (node.type === 'binary_expression') {
    return is('right') && /&&|\|\|/.test(node.text) ? 1 : 0;
  }
  const chooses = node.type === 'if_statement' || node.type === 'conditional_expression';
  if (!chooses || is('condition')) return 0;
  const condition = node.childForField('condition')?.text ?? '';
  const isOther = is('alternative');
  // The tree says it (include/linux/compiler.h); where it does not, what is told first is the exception.
  if (/\bunlikely\s*\(/.test(condition)) return isOther ? 0 : 4;
  if (/\blikely\s*\(/.test(condition)) return isOther ? 4 : 0;
  return isOther ? 1 : 2;
}
