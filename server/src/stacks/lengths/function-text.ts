import { splitArguments } from '../../kernel/generated/expand.ts';
import { closingToken, isName, tokensOf, withoutComments } from '../../kernel/generated/tokens.ts';
import type { KernelFunction } from '../../kernel/model.ts';

/** The lines of a tree's file; `undefined` where it cannot be read. */
export type SourceText = (file: string) => readonly string[] | undefined;

/** A function's text as tokens. */
export interface FunctionText {
  readonly tokens: readonly string[];
  /** One-based line of each token. */
  readonly lines: readonly number[];
  /** Names of the parameters; empty where a macro makes the function's head. */
  readonly parameters: readonly string[];
}

/** Reads a function off its file's lines, without comments and preprocessor lines. */
export function functionText(it: KernelFunction, file: readonly string[]): FunctionText {
  const tokens: string[] = [];
  const lines: number[] = [];
  const own = file.slice(it.line - 1, it.endLine);
  for (const [at, line] of withoutComments(own.join('\n')).split('\n').entries()) {
    if (/^\s*#/.test(line)) continue;
    for (const token of tokensOf(line)) {
      tokens.push(token);
      lines.push(it.line + at);
    }
  }
  return { tokens, lines, parameters: parametersOf(it, tokens) };
}

function parametersOf(it: KernelFunction, tokens: readonly string[]): readonly string[] {
  const name = tokens.indexOf(it.name);
  if (it.macro !== undefined || name < 0 || tokens[name + 1] !== '(') return [];
  const end = closingToken(tokens, name + 1);
  return splitArguments(tokens.slice(name + 2, end)).map(parameterName);
}

/** `int (*action)(long)` → action; `long timeout` → timeout. */
function parameterName(tokens: readonly string[]): string {
  const pointer = tokens.findIndex((each, at) => each === '(' && tokens[at + 1] === '*');
  if (pointer >= 0) return tokens[pointer + 2] ?? '';
  return tokens.filter(isName).at(-1) ?? '';
}

/**
 * What is put into a variable by `name = …`, each as tokens; `undefined` where it is changed otherwise:
 * counted up, or handed by address to a function other than `harmless` ones.
 */
export function assignedTo(
  name: string,
  tokens: readonly string[],
  harmless: readonly string[],
): readonly (readonly string[])[] | undefined {
  const found: (readonly string[])[] = [];
  for (let at = tokens.indexOf(name); at >= 0; at = tokens.indexOf(name, at + 1)) {
    const [before, next, afterNext] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    if (before === '.' || (before === '>' && tokens[at - 2] === '-')) continue;
    const isChanged =
      (next === '+' && afterNext === '+') ||
      (next === '-' && afterNext === '-') ||
      (afterNext === '=' && /^[-+*/%|&^]$/.test(next ?? ''));
    const isLent = before === '&' && /^[(,]$/.test(tokens[at - 2] ?? '');
    const lentTo = isLent ? callAround(tokens, at) : '';
    if (isChanged || (lentTo !== '' && !harmless.includes(lentTo))) return undefined;
    if (next === '=' && afterNext !== '=') found.push(upToEnd(tokens, at + 2));
  }
  return found;
}

/** The name of the call among whose arguments a token stands; empty where it stands in none. */
function callAround(tokens: readonly string[], at: number): string {
  let depth = 0;
  for (let before = at - 1; before > 0; before -= 1) {
    const each = tokens[before] ?? '';
    if (each === ')' || each === ']' || each === '}') depth += 1;
    else if (each === '(' || each === '[' || each === '{') depth -= 1;
    if (depth >= 0) continue;
    const name = tokens[before - 1];
    if (isName(name)) return name ?? '';
    depth = 0;
  }
  return '';
}

/** An expression that begins at `start`: up to a comma, a semicolon or the bracket around it. */
function upToEnd(tokens: readonly string[], start: number): readonly string[] {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const each = tokens[at] ?? '';
    if (each === '(' || each === '[' || each === '{') depth += 1;
    else if (each === ')' || each === ']' || each === '}') depth -= 1;
    if (depth < 0 || (depth === 0 && (each === ',' || each === ';')))
      return tokens.slice(start, at);
  }
  return tokens.slice(start);
}
