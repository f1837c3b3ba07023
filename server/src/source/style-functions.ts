/** Lines of a function by the kernel's style: zero-based, ends included. */
export interface FunctionLines {
  /** First line of the declaration. */
  readonly start: number;
  /** The line of the opening brace. */
  readonly open: number;
  /** The line of the closing brace. */
  readonly close: number;
}

/** A declaration is no longer than this. */
const longestDeclaration = 20;

/**
 * Where functions stand by the layout that the kernel's style asks for alone: a brace in the first
 * column below a declaration that ends in `)` or a word, up to the next closing brace in the first
 * column (`Documentation/process/coding-style.rst`, "Placing Braces"). Data and types have their
 * brace at the end of a line.
 */
export function functionsByStyle(lines: readonly string[]): readonly FunctionLines[] {
  const found: FunctionLines[] = [];
  for (let open = 1; open < lines.length; open += 1) {
    if (lines[open]?.trimEnd() !== '{' || !/[\w)]\s*$/.test(lines[open - 1] ?? '')) {
      continue;
    }
    const start = startOfDeclaration(lines, open);
    let close = open + 1;
    while (close < lines.length && !isClose(lines[close] ?? '')) {
      close += 1;
    }
    if (start < open && close < lines.length) {
      found.push({ start, open, close });
      open = close;
    }
  }
  return found;
}

function isClose(line: string): boolean {
  return line.charCodeAt(0) === 0x7d && /^\}\s*$/.test(line);
}

function startOfDeclaration(lines: readonly string[], open: number): number {
  let start = open;
  while (start > 0 && open - start < longestDeclaration && belongs(lines[start - 1] ?? '')) {
    start -= 1;
  }
  return start;
}

/** Whether a line can be part of a declaration: no end of something else, no directive, no comment. */
function belongs(line: string): boolean {
  return !/^\s*$|^[#}]|[;}]\s*$|\*\/\s*$|^\w+:\s*$/.test(line.slice(0, 500));
}
