import type { Hunk, HunkLine } from '../patch/model.ts';
import type { CParser } from '../ports/c-parser.ts';
import { nextToken } from './c-lexer.ts';
import { isDefinitionMacro } from './definition-macros.ts';
import { parseFunctions } from './functions.ts';
import type { SourceFunction, SourceItem } from './model.ts';
import { lastLine } from './text-position.ts';
import { parseTopLevel } from './top-level.ts';

/** The old or the new lines of a hunk, read as C. */
export interface HunkSide {
  readonly lines: readonly HunkLine[];
  /** Each function with the first and last of `lines` that it takes. */
  readonly functions: readonly SideFunction[];
  /** What stands outside functions, ranges in lines of `lines`. */
  readonly items: readonly PlacedItem[];
}

/** Something outside functions with the first and last line that it takes. */
export interface PlacedItem {
  readonly item: SourceItem;
  readonly first: number;
  readonly last: number;
}

/** A function of which a hunk shows at least a part. */
export interface SideFunction {
  /** `undefined` for the one that the hunk starts in when nothing names it. */
  readonly definition: SourceFunction | undefined;
  readonly first: number;
  readonly last: number;
  /** Index in `lines` of the line with its name; `undefined` when only the hunk header names it. */
  readonly nameLine: number | undefined;
}

const unnamedFunction = 'void __function_of_this_hunk(void)';

/**
 * Reads one side of a hunk. A hunk most often starts inside a function, so its text is completed
 * first: by the function that the hunk header names, by braces that the hunk closes without having
 * opened them, and by those that it leaves open.
 */
export function readSide(parser: CParser, hunk: Hunk, side: 'old' | 'new'): HunkSide {
  const dropped = side === 'old' ? 'added' : 'removed';
  const lines = hunk.lines.filter((line) => line.kind !== dropped && line.kind !== 'no-newline');
  const body = lines.map((line) => line.text).join('\n');
  const opening = openingOf(parser, hunk, isSqueezed(lines) ? withoutLostColumns(lines) : body);
  if (opening.isFunction && lines.length > 0 && lines.every(staysInside)) {
    const whole = { definition: opening.function, first: 0, last: lines.length - 1 };
    return { lines, items: [], functions: [{ ...whole, nameLine: undefined }] };
  }
  const text = `${opening.text}\n${body}`;
  const { functions, items } = parseTopLevel(parser, `${text}\n${'}'.repeat(openBraces(text))}`);
  return {
    lines,
    items: items
      .filter((item) => item.range.start.line > 0)
      .map((item) => ({
        item,
        first: item.range.start.line - 1,
        last: lastLine(item.range) - 1,
      })),
    functions: functions.map((found) => {
      const definition =
        found.range.start.line > 0 || found.nameRange.start.line > 0 ? found : opening.function;
      return {
        definition,
        first: Math.max(found.range.start.line - 1, 0),
        last: Math.min(found.range.end.line - 1, lines.length - 1),
        nameLine: found.nameRange.start.line > 0 ? found.nameRange.start.line - 1 : undefined,
      };
    }),
  };
}

/** What must stand before a hunk's text so that it reads as C; always one line. */
interface Opening {
  readonly text: string;
  readonly function: SourceFunction | undefined;
  /** Whether the hunk starts inside a function's body. */
  readonly isFunction: boolean;
}

/**
 * Whether a line leaves no doubt that it is inside the body that the hunk starts in: functions begin and
 * end in the first column (`Documentation/process/coding-style.rst`), and directives may do anything.
 */
function staysInside({ text }: HunkLine): boolean {
  return text === '' || text.startsWith('\t') || text.startsWith(' ');
}

function openingOf(parser: CParser, hunk: Hunk, body: string): Opening {
  const comment = startsInComment(body) ? '/*' : '';
  const start = startOf(comment + body);
  if (start.place === 'outside') {
    return { text: comment, function: undefined, isFunction: false };
  }
  const section = hunk.section === undefined ? undefined : readSection(parser, hunk.section.text);
  if (start.place === 'parameters') {
    const text = start.areCut ? hunk.section?.text : section?.text;
    const whole = `${section === undefined ? '' : text} ${comment}`;
    return { text: whole, function: section?.function, isFunction: false };
  }
  const signature = section?.text ?? openingWithoutFunction(hunk.section?.text ?? '', body);
  return {
    text: `${signature} ${'{'.repeat(start.braces)} ${comment}`,
    function: section?.function,
    isFunction: section !== undefined || signature === unnamedFunction,
  };
}

/** What a hunk starts in when it is no function that is known: data, a type, or an unknown function. */
function openingWithoutFunction(section: string, body: string): string {
  if (/=\s*\{?\s*$/.test(section) || /^\s*(?:\.\w+\s*=|\[[^\]\n]+\]\s*=)/.test(body)) {
    return 'int data[] =';
  }
  const type = /^(?:typedef\s+)?(struct|union|enum)\s+\w*\s*\{?\s*$/.exec(section);
  return type === null ? unnamedFunction : `${type[1]} type`;
}

interface Section {
  readonly text: string;
  readonly function: SourceFunction;
}

/** Takes a hunk header's text as a function's first line, which `diff -p` may have cut short. */
export function readSection(parser: CParser, section: string): Section | undefined {
  if (!/\w\s*\(/.test(section) || /[=;]|^#|^\w+:$/.test(section) || section.length > 1000) {
    return undefined;
  }
  let text = section
    .replace(/\s*\{?\s*$/, '')
    .replace(/[,(]\s*$/, (end) => (end[0] === '(' ? '(' : ''));
  let open = 0;
  for (const char of text) {
    open += char === '(' ? 1 : char === ')' ? -1 : 0;
  }
  text += ')'.repeat(Math.max(open, 0));
  const [found, ...more] = parseFunctions(parser, `${text} {}`);
  if (found === undefined || more.length > 0) {
    return undefined;
  }
  // A name that runs to the end was cut short itself.
  const name = section.slice(found.nameRange.start.character, found.nameRange.end.character);
  const after = section.slice(found.nameRange.end.character).trimStart();
  const isWhole =
    found.macro === undefined
      ? name !== '' && after.startsWith('(')
      : isDefinitionMacro(found.macro) && /^[,)]/.test(after);
  return isWhole ? { text, function: found } : undefined;
}

/** True when the text ends a comment that it does not start. */
function startsInComment(text: string): boolean {
  const end = text.indexOf('*/');
  const start = text.indexOf('/*');
  return end !== -1 && (start === -1 || end < start);
}

type Start =
  | { readonly place: 'outside' }
  /** Between a function's first line and its body; `areCut` when some parameters are in the hunk. */
  | { readonly place: 'parameters'; readonly areCut: boolean }
  | { readonly place: 'inside'; readonly braces: number };

/**
 * Whether a text starts inside a function, and how many braces are open there. The kernel's style
 * puts a function's own braces and everything outside functions in the first column
 * (`Documentation/process/coding-style.rst`), so what stands there first tells.
 */
function startOf(text: string): Start {
  let depth = 0;
  let lowest = 0;
  let parentheses = 0;
  let before: string | undefined;
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end)) {
    const mark = text[token.start];
    const isFirst = token.start === 0 || text[token.start - 1] === '\n';
    if (token.kind === 'punctuation' && mark === '}') {
      depth -= 1;
      lowest = Math.min(lowest, depth);
      if (isFirst && depth < 0) {
        return { place: 'inside', braces: -depth };
      }
    } else if (token.kind === 'punctuation' && mark === '{') {
      if (isFirst && before !== ';') {
        return { place: 'parameters', areCut: parentheses < 0 };
      }
      depth += 1;
    } else if (token.kind === 'punctuation' && (mark === '(' || mark === ')')) {
      parentheses += mark === '(' ? 1 : -1;
    } else if (
      token.kind === 'directive' &&
      /^#\s*include\b/.test(text.slice(token.start, token.end))
    ) {
      return { place: 'outside' };
    } else if (token.kind === 'word' && isFirst && depth === 0) {
      const next = nextToken(text, token.end);
      if (text[next?.start ?? -1] !== ':') {
        return parentheses < 0 ? { place: 'parameters', areCut: true } : { place: 'outside' };
      }
    }
    before = token.kind === 'directive' ? before : mark;
  }
  return { place: 'inside', braces: Math.max(1, -lowest) };
}

/** How many braces a text leaves open. */
function openBraces(text: string): number {
  let depth = 0;
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end)) {
    if (token.kind === 'punctuation') {
      const mark = text[token.start];
      depth += mark === '{' ? 1 : mark === '}' ? -1 : 0;
      depth = Math.max(depth, 0);
    }
  }
  return depth;
}

/** True where an archive squeezed white space: quoted code, indented by single spaces only. */
function isSqueezed(lines: readonly HunkLine[]): boolean {
  return (
    lines.some((line) => line.quoteDepth > 0 && /^ [^\s*]/.test(line.text)) &&
    !lines.some((line) => /^(?:\t| {2})/.test(line.text))
  );
}

/** Context lines lost their first columns when white space was squeezed: none may count as column 0. */
function withoutLostColumns(lines: readonly HunkLine[]): string {
  return lines.map((line) => (line.kind === 'context' ? ` ${line.text}` : line.text)).join('\n');
}
