import type { Macro } from './macros.ts';
import { closingToken, isName } from './tokens.ts';

/** Gives what a name means where it is used; `undefined` where it is no macro. */
export type MacroLookup = (name: string) => Macro | undefined;

const mostTokens = 200_000;
const deepest = 64;

/**
 * Expands macros as C does (C11 6.10.3), except inside braces, where functions have their bodies: there
 * the text stays as it is. A macro without parameters is only followed where it names another macro.
 */
export function expandMacros(tokens: readonly string[], lookup: MacroLookup): readonly string[] {
  return new Expansion(lookup).expand(tokens, new Set(), 0);
}

class Expansion {
  private spent = 0;

  constructor(private readonly lookup: MacroLookup) {}

  expand(tokens: readonly string[], active: ReadonlySet<string>, depth: number): string[] {
    const out: string[] = [];
    let rest: readonly string[] = tokens;
    let at = 0;
    while (at < rest.length) {
      const each = rest[at] ?? '';
      if (each === '{') {
        const end = closingToken(rest, at) + 1;
        out.push(...rest.slice(at, end));
        at = end;
        continue;
      }
      const used = isName(each) && !active.has(each) ? this.lookup(each) : undefined;
      const isCall = rest[at + 1] === '(';
      if (used === undefined || !isCall || depth > deepest || this.spent > mostTokens) {
        out.push(each);
        at++;
        continue;
      }
      if (used.parameters === undefined) {
        const [alias, ...more] = used.body;
        this.spent++;
        if (alias !== undefined && more.length === 0 && isName(alias) && alias !== each) {
          rest = [alias, ...rest.slice(at + 1)];
          at = 0;
        } else {
          out.push(each);
          at++;
        }
        continue;
      }
      const end = closingToken(rest, at + 1);
      const given = splitArguments(rest.slice(at + 2, end));
      const body = this.substitute(used, given, active, depth);
      this.spent += body.length;
      const inner = this.expand(body, new Set([...active, each]), depth + 1);
      // What a macro ends in may be called with the bracket that follows it.
      const last = inner.at(-1);
      if (rest[end + 1] === '(' && last !== each && isName(last)) {
        out.push(...inner.slice(0, -1));
        rest = [last ?? '', ...rest.slice(end + 1)];
        at = 0;
      } else {
        out.push(...inner);
        at = end + 1;
      }
    }
    return out;
  }

  private substitute(
    macro: Macro,
    given: readonly (readonly string[])[],
    active: ReadonlySet<string>,
    depth: number,
  ): readonly string[] {
    const { body, parameters = [], rest } = macro;
    const raw = (name: string): readonly string[] | undefined => {
      const index = parameters.indexOf(name);
      if (index >= 0) return given[index] ?? [];
      if (name !== rest) return undefined;
      return given
        .slice(parameters.length)
        .flatMap((part, at) => (at === 0 ? part : [',', ...part]));
    };
    const out: string[] = [];
    for (let at = 0; at < body.length; at++) {
      const each = body[at] ?? '';
      if (each === '#' && raw(body[at + 1] ?? '') !== undefined) {
        out.push(JSON.stringify((raw(body[at + 1] ?? '') ?? []).join('')));
        at++;
        continue;
      }
      if (body[at + 1] === '##') {
        const [pasted, end] = this.paste(body, at, raw);
        out.push(...pasted);
        at = end;
        continue;
      }
      const argument = raw(each);
      if (argument === undefined) out.push(each);
      else out.push(...this.expand(argument, active, depth + 1));
    }
    return out;
  }

  /** Joins a run of tokens with `##` between them; gives the tokens and the index of the run's last. */
  private paste(
    body: readonly string[],
    from: number,
    raw: (name: string) => readonly string[] | undefined,
  ): [readonly string[], number] {
    let out: readonly string[] = raw(body[from] ?? '') ?? [body[from] ?? ''];
    let at = from;
    while (body[at + 1] === '##') {
      const name = body[at + 2] ?? '';
      const next = raw(name) ?? [name];
      at += 2;
      const left = out.at(-1) ?? '';
      const [right = '', ...more] = next;
      // GNU: the comma of `, ## __VA_ARGS__` goes where there are no arguments, and stays by itself otherwise.
      if (left === ',') out = next.length === 0 ? out.slice(0, -1) : [...out, ...next];
      else out = [...out.slice(0, -1), left + right, ...more].filter((word) => word !== '');
    }
    return [out, at];
  }
}

/** The arguments of a call, given the tokens between its brackets. */
export function splitArguments(tokens: readonly string[]): readonly (readonly string[])[] {
  if (tokens.length === 0) return [];
  const parts: string[][] = [[]];
  let depth = 0;
  for (const each of tokens) {
    if (each === '(' || each === '{' || each === '[') depth++;
    else if (each === ')' || each === '}' || each === ']') depth--;
    if (each === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(each);
  }
  return parts;
}
