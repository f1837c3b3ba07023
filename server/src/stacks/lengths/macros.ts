import { splitArguments } from '../../kernel/generated/expand.ts';
import { closingToken, isName, tokensOf, withoutComments } from '../../kernel/generated/tokens.ts';
import type { FunctionId, KernelGraph, SourceLines } from '../../kernel/model.ts';
import type { SourceText } from './function-text.ts';

const deepest = 8;
const mostTokens = 20_000;

interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly string[];
}

/** The macros that take parameters, as a tree's functions see them. */
export class Macros {
  readonly #graph: KernelGraph;
  readonly #source: SourceText;
  readonly #read = new Map<string, Macro>();

  constructor(graph: KernelGraph, source: SourceText) {
    this.#graph = graph;
    this.#source = source;
  }

  /**
   * The tokens of a call in the function `id` with what it comes to in its place; `undefined` where `name` is no
   * macro that takes parameters.
   */
  use(
    name: string,
    given: readonly (readonly string[])[],
    id: FunctionId,
  ): readonly string[] | undefined {
    const macro = this.#meant(name, id);
    return macro?.body.flatMap((each) => {
      const index = macro.parameters.indexOf(each);
      return index < 0 ? [each] : ['(', ...(given[index] ?? []), ')'];
    });
  }

  /** Expands macros in the text of the function `id`, inside braces too. */
  expand(tokens: readonly string[], id: FunctionId, depth = 0): readonly string[] {
    const out: string[] = [];
    for (let at = 0; at < tokens.length; at += 1) {
      const each = tokens[at] ?? '';
      const isCall = isName(each) && tokens[at + 1] === '(' && depth < deepest;
      const end = isCall ? closingToken(tokens, at + 1) : at;
      const given = isCall ? splitArguments(tokens.slice(at + 2, end)) : [];
      const used = isCall ? this.use(each, given, id) : undefined;
      if (used === undefined || out.length > mostTokens) {
        out.push(each);
        continue;
      }
      out.push(...this.expand(used, id, depth + 1));
      at = end;
    }
    return out;
  }

  #meant(name: string, id: FunctionId): Macro | undefined {
    const [place] = this.#graph.macros?.(name, id) ?? [];
    if (place === undefined) return undefined;
    const key = `${place.file}:${place.line}`;
    const known = this.#read.get(key) ?? this.#readAt(place);
    if (known !== undefined) this.#read.set(key, known);
    return known;
  }

  #readAt({ file, line, endLine }: SourceLines): Macro | undefined {
    const lines = this.#source(file)?.slice(line - 1, endLine);
    const text = lines?.map((each) => each.replace(/\\\s*$/, ' ')).join('\n') ?? '';
    const tokens = tokensOf(withoutComments(text));
    const open = tokens.indexOf('(');
    if (tokens[1] !== 'define' || open !== 3) return undefined;
    const end = closingToken(tokens, open);
    const parameters = splitArguments(tokens.slice(open + 1, end)).map((each) => each[0] ?? '');
    return { parameters, body: tokens.slice(end + 1) };
  }
}
