import { closingToken, isName } from './tokens.ts';

/** A function that stands in expanded text. */
export interface Head {
  readonly name: string;
  readonly isStatic: boolean;
  /** Words of its head that may annotate it, and its `__attribute__`s, whole. */
  readonly words: readonly string[];
  /** The function whose code it shares: `__attribute__((alias("…")))`. */
  readonly alias: string | undefined;
  /** Names that its body calls, in the order of their first call. */
  readonly calls: readonly string[];
}

/** The functions that a run of file-scope tokens defines, or declares as another name of one. */
export function headsIn(tokens: readonly string[]): readonly Head[] {
  const heads: Head[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    const each = tokens[at];
    if (each === '(' || each === '[') at = closingToken(tokens, at);
    else if (each === '=') {
      while (at < tokens.length && tokens[at] !== ';') {
        at = tokens[at] === '{' || tokens[at] === '(' ? closingToken(tokens, at) + 1 : at + 1;
      }
      from = at + 1;
    } else if (each === ';') {
      const head = headOf(tokens.slice(from, at), []);
      if (head?.alias !== undefined) heads.push(head);
      from = at + 1;
    } else if (each === '{') {
      const end = closingToken(tokens, at);
      const head = headOf(tokens.slice(from, at), tokens.slice(at, end));
      if (head !== undefined) heads.push(head);
      at = end;
      from = end + 1;
    }
  }
  return heads;
}

const attributeWord = /^__attribute(__)?$/;
const asmWord = /^(asm|__asm__|__asm)$/;
/** A word with brackets that is neither the function nor a type. */
const annotationCall =
  /^(__printf|__scanf|__aligned|__section|__acquires|__releases|__must_hold|typeof|__typeof__)$/;
const notCalled = /^(if|while|for|switch|return|sizeof|typeof|__typeof__|do|else|case)$/;

function headOf(tokens: readonly string[], body: readonly string[]): Head | undefined {
  const words: string[] = [];
  let name: string | undefined;
  for (let at = 0; at < tokens.length; at++) {
    const each = tokens[at] ?? '';
    const isCall = tokens[at + 1] === '(';
    const end = isCall ? closingToken(tokens, at + 1) : at;
    if (attributeWord.test(each)) words.push(tokens.slice(at, end + 1).join(''));
    else if (isCall && !annotationCall.test(each) && isName(each) && name === undefined) {
      const before = tokens[at - 1];
      if (!asmWord.test(each) && (before === '*' || isName(before) || before === ')')) name = each;
    } else if (isName(each)) words.push(each);
    if (isCall && isName(each)) at = end;
    else if (each === '(') at = closingToken(tokens, at);
  }
  if (
    name === undefined ||
    (/^(struct|union|enum|typedef)$/.test(words[0] ?? '') && body.length === 0)
  ) {
    return undefined;
  }
  const alias = /alias(?:__)?\("(\w+)"\)/.exec(words.join(' '))?.[1];
  return { name, isStatic: words.includes('static'), words, alias, calls: callsIn(body) };
}

function callsIn(body: readonly string[]): readonly string[] {
  const calls = new Set<string>();
  body.forEach((each, at) => {
    if (body[at + 1] === '(' && isName(each) && !notCalled.test(each)) calls.add(each);
  });
  return [...calls];
}
