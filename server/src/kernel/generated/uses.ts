/** A macro used where declarations stand. */
export interface MacroUse {
  readonly name: string;
  /** One-based line of the name. */
  readonly line: number;
  /** What stands before it on its line, the use itself, and an empty body where one follows. */
  readonly text: string;
}

const use = /^((?:[A-Za-z_]\w*[ \t*]+)*)([A-Za-z_]\w*)[ \t]*\(/gm;

/** What a name at the beginning of a line may be. */
export interface MacroKinds {
  /** A macro that may make functions by itself. */
  defines(name: string): boolean;
  /** A macro at all: a body after it may make it the head of a function. */
  has(name: string): boolean;
}

/**
 * The uses of macros at the beginning of a line that may make functions; `code` holds neither comments
 * nor directives.
 */
export function usesIn(code: string, macros: MacroKinds): readonly MacroUse[] {
  const uses: MacroUse[] = [];
  let line = 1;
  let counted = 0;
  for (const match of code.matchAll(use)) {
    const [whole, before = '', name = ''] = match;
    const defines = macros.defines(name);
    if (!defines && !macros.has(name)) continue;
    const end = closing(code, match.index + whole.length - 1);
    const next = /\S/.exec(code.slice(end + 1, end + 400))?.[0];
    if (!defines && next !== '{') continue;
    for (; counted < match.index; counted++) if (code.charCodeAt(counted) === 10) line++;
    const text = before + code.slice(match.index + before.length, end + 1);
    uses.push({ name, line, text: next === '{' ? `${text} {}` : `${text};` });
  }
  return uses;
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    const each = code.charCodeAt(at);
    if (each === 40) depth++;
    else if (each === 41 && --depth === 0) return at;
    else if (each === 34) at = stringEnd(code, at);
  }
  return code.length;
}

function stringEnd(code: string, open: number): number {
  for (let at = open + 1; at < code.length; at++) {
    if (code[at] === '\\') at++;
    else if (code[at] === '"' || code[at] === '\n') return at;
  }
  return code.length;
}
