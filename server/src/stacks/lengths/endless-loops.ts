import { closingToken } from '../../kernel/generated/tokens.ts';

type Tokens = readonly string[];

/** Tokens from the first up to the last. */
export type Range = readonly [first: number, last: number];

/** The loops of a function's text that nothing counts: what each pass waits for may take as many as it likes. */
export function endlessLoops(tokens: Tokens): readonly Range[] {
  return [...blocks(tokens), ...backwardJumps(tokens)];
}

/** `for (;;)`, `while` and `do`; a `for` with a condition comes to its end, and `while (0)` is none. */
function* blocks(tokens: Tokens): Generator<Range> {
  for (const [at, token] of tokens.entries()) {
    if (token !== 'for' && token !== 'while' && token !== 'do') continue;
    if (token === 'do') {
      const body = statementEnd(tokens, at + 1);
      const end = closingToken(tokens, body + 2);
      if (tokens[body + 1] === 'while' && isEndless(tokens.slice(body + 3, end))) yield [at, end];
      continue;
    }
    const close = closingToken(tokens, at + 1);
    const condition = tokens.slice(at + 2, close);
    const isLoop = token === 'for' ? hasNoCondition(condition) : isEndless(condition);
    if (isLoop) yield [at, statementEnd(tokens, close + 1)];
  }
}

/** From a label down to a `goto` that leads back to it, where no counter decides on it. */
function* backwardJumps(tokens: Tokens): Generator<Range> {
  for (const [at, token] of tokens.entries()) {
    if (token !== 'goto') continue;
    const label = tokens[at + 1] ?? '';
    const from = tokens.findIndex((each, place) => each === label && tokens[place + 1] === ':');
    if (from >= 0 && from < at && !counts(conditionBefore(tokens, at))) yield [from, at];
  }
}

/** The condition of an `if` whose statement begins at a place, or with the brace before it. */
function conditionBefore(tokens: Tokens, place: number): Tokens {
  let close = tokens[place - 1] === '{' ? place - 2 : place - 1;
  if (tokens[close] !== ')') return [];
  const end = close;
  for (let depth = 0; close >= 0; close -= 1) {
    if (tokens[close] === ')') depth += 1;
    else if (tokens[close] === '(' && --depth === 0) break;
  }
  return tokens.slice(close, end);
}

function hasNoCondition(head: Tokens): boolean {
  const first = head.indexOf(';');
  return first >= 0 && head[first + 1] === ';';
}

function isEndless(condition: Tokens): boolean {
  return condition.join('') !== '0' && !counts(condition);
}

/** Whether something is counted up or down: `retries--`, `++tries < 5`. */
function counts(condition: Tokens): boolean {
  return condition.some((each, at) => /^[-+]$/.test(each) && condition[at + 1] === each);
}

/** The last token of the statement that begins at a place. */
export function statementEnd(tokens: Tokens, start: number): number {
  if (tokens[start] === '{') return closingToken(tokens, start);
  if (/^(if|for|while|switch)$/.test(tokens[start] ?? '')) {
    return statementEnd(tokens, closingToken(tokens, start + 1) + 1);
  }
  for (let at = start; at < tokens.length; at += 1) {
    if (tokens[at] === ';') return at;
    if (tokens[at] === '(' || tokens[at] === '{') at = closingToken(tokens, at);
  }
  return tokens.length;
}
