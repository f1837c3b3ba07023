import { Branches } from '../scan/branches.ts';
import type { Options, Truth } from '../scan/conditionals.ts';
import { tokensOf, withoutComments } from './tokens.ts';

/** A `#define` as it stands in a file. */
export interface Macro {
  readonly name: string;
  /** `undefined` for a macro without parameters. */
  readonly parameters: readonly string[] | undefined;
  /** The name of what stands for all further arguments: `__VA_ARGS__`, or `args` of `args...`. */
  readonly rest: string | undefined;
  readonly body: readonly string[];
  /** Path in the tree and one-based line. */
  readonly file: string;
  readonly line: number;
  /** Whether the branches around it hold under the configuration; never `false`. */
  readonly truth: Truth;
}

/** A directive of a file that decides what macros mean after it. */
export type Directive =
  | { readonly kind: 'define'; readonly line: number; readonly macro: Macro }
  | { readonly kind: 'undef'; readonly line: number; readonly name: string }
  | {
      readonly kind: 'include';
      readonly line: number;
      readonly path: string;
      readonly quoted: boolean;
    };

/** A line of C that no directive is, in a branch that the configuration does not rule out. */
export interface FileText {
  readonly directives: readonly Directive[];
  /** The text with comments, directives and branches that do not hold blanked, line for line. */
  readonly code: string;
}

const definition = /^\s*#\s*define\s+([A-Za-z_]\w*)(\([^)]*\))?\s*(.*)$/s;
const undefinition = /^\s*#\s*undef\s+(\w+)/;
const inclusion = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/;

/** Reads a file's directives under a configuration. */
export function readFileText(text: string, file: string, options: Options | undefined): FileText {
  const branches = new Branches(options);
  const directives: Directive[] = [];
  const lines = withoutComments(text).split('\n');
  const guard = includeGuard(lines);
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? '';
    if (!/^\s*#/.test(first)) {
      if (branches.truth === 'false') lines[at] = '';
      continue;
    }
    const line = at + 1;
    let whole = first;
    lines[at] = '';
    while (/\\\s*$/.test(whole) && at + 1 < lines.length) {
      at++;
      whole = `${whole.replace(/\\\s*$/, ' ')}${lines[at] ?? ''}`;
      lines[at] = '';
    }
    branches.read(line === guard ? '#if 1' : whole);
    if (branches.truth !== 'false') {
      const found = directiveOf(whole, file, line, branches.truth);
      if (found !== undefined) directives.push(found);
    }
  }
  return { directives, code: lines.join('\n') };
}

/** The one-based line of the `#ifndef` that keeps a header from being read twice; 0 where there is none. */
function includeGuard(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '');
  const name = /^\s*#\s*ifndef\s+(\w+)/.exec(lines[first] ?? '')?.[1];
  if (name === undefined) return 0;
  const next = lines.slice(first + 1).find((line) => line.trim() !== '');
  return new RegExp(`^\\s*#\\s*define\\s+${name}\\s*$`).test(next ?? '') ? first + 1 : 0;
}

function directiveOf(
  whole: string,
  file: string,
  line: number,
  truth: Truth,
): Directive | undefined {
  const defined = definition.exec(whole);
  if (defined !== null) {
    const [, name = '', brackets, body = ''] = defined;
    return {
      kind: 'define',
      line,
      macro: { name, ...parametersOf(brackets), body: tokensOf(body), file, line, truth },
    };
  }
  const name = undefinition.exec(whole)?.[1];
  if (name !== undefined) return { kind: 'undef', line, name };
  const [, opener, path] = inclusion.exec(whole) ?? [];
  return path === undefined ? undefined : { kind: 'include', line, path, quoted: opener === '"' };
}

function parametersOf(brackets: string | undefined): Pick<Macro, 'parameters' | 'rest'> {
  if (brackets === undefined) return { parameters: undefined, rest: undefined };
  const words = brackets
    .slice(1, -1)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const last = words.at(-1);
  if (last === undefined || !last.endsWith('...')) return { parameters: words, rest: undefined };
  const named = last.slice(0, -3).trim();
  return { parameters: words.slice(0, -1), rest: named === '' ? '__VA_ARGS__' : named };
}
