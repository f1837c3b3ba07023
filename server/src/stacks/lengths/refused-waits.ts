import { splitArguments } from '../../kernel/generated/expand.ts';
import { closingToken } from '../../kernel/generated/tokens.ts';
import { nameOf } from '../flow/definitions.ts';
import { ARGUMENT, type Edge, type Flow, fromOf, POINTER, toOf, viaOf } from '../flow/flow.ts';
import { callsAt } from './calls-at.ts';
import type { FunctionText } from './function-text.ts';
import type { FunctionTexts } from './function-texts.ts';

/**
 * Flags by which a caller asks not to wait: `include/linux/socket.h`, `include/uapi/asm-generic/fcntl.h`,
 * `include/uapi/linux/wait.h`, `include/uapi/linux/ipc.h`, `include/linux/io_uring_types.h`
 * (`include/linux/io_uring.h` in 6.1).
 */
const flags: ReadonlySet<string> = new Set([
  'MSG_DONTWAIT',
  'O_NONBLOCK',
  'WNOHANG',
  'IPC_NOWAIT',
  'IO_URING_F_NONBLOCK',
]);
const anyFlag: RegExp = new RegExp(`\\b(${[...flags].join('|')})\\b`);

/** The field of `struct msghdr` that such a flag may stand in (`include/linux/socket.h`). */
const flagsField = 'msg_flags';

/** What flags are put together with; whatever else stands beside one only asks for it, or chooses. */
const together = /^(\w+|[|+()])$/;

type Tokens = readonly string[];

/** Tells the calls whose caller asks not to wait: `kernel_connect(sock, address, length, O_NONBLOCK)`. */
export class RefusedWaits {
  readonly #flow: Flow;
  readonly #texts: FunctionTexts;
  readonly #known = new Map<Edge, boolean>();
  /** The functions that name such a flag at all, which few do. */
  readonly #named = new Map<number, boolean>();

  constructor(flow: Flow, texts: FunctionTexts) {
    this.#flow = flow;
    this.#texts = texts;
  }

  /** Whether nothing is waited for behind a call; `false` where the text does not tell. */
  has(edge: Edge): boolean {
    if (!this.#namesFlag(fromOf(this.#flow, edge))) return false;
    const known = this.#known.get(edge) ?? this.#read(edge);
    this.#known.set(edge, known);
    return known;
  }

  #namesFlag(id: number): boolean {
    const known = this.#named.get(id) ?? this.#texts.matches(id, anyFlag);
    this.#named.set(id, known);
    return known;
  }

  #read(edge: Edge): boolean {
    const { how, line } = this.#flow;
    const text = this.#texts.of(fromOf(this.#flow, edge));
    if (text === undefined || how[edge] === ARGUMENT) return false;
    const field = viaOf(this.#flow, edge).split('.').at(-1) ?? '';
    const name = how[edge] === POINTER ? field : nameOf(this.#flow, toOf(this.#flow, edge));
    const calls = callsAt(text, name, line[edge] ?? 0);
    return calls.length > 0 && calls.every((at) => isRefused(text, at));
  }
}

/** Whether the call whose name is the token at a place is given such a flag, by itself or in a message. */
function isRefused(text: FunctionText, at: number): boolean {
  const { tokens } = text;
  const written = tokens.slice(at + 2, closingToken(tokens, at + 1));
  return splitArguments(written).some(
    (given) => isFlag(given) || isFlagVariable(text, given) || isMessage(text, given, at),
  );
}

/** Whether a variable of the function's own holds such a flag whatever it is set to. */
function isFlagVariable(
  { tokens, parameters }: FunctionText,
  [name = '', ...rest]: Tokens,
): boolean {
  if (rest.length > 0 || parameters.includes(name)) return false;
  const values = tokens.flatMap((token, at) => {
    if (token !== name || tokens[at - 1] === '.' || tokens[at - 1] === '>') return [];
    if (tokens[at - 1] === '&' || (tokens[at + 1] === '&' && tokens[at + 2] === '=')) return [[]];
    const isSet = tokens[at + 1] === '=' && tokens[at + 2] !== '=';
    return isSet ? [upToEnd(tokens, at + 2)] : [];
  });
  return values.length > 0 && values.every(isFlag);
}

function isFlag(given: Tokens): boolean {
  return given.some((token) => flags.has(token)) && given.every((token) => together.test(token));
}

/**
 * Whether a variable, or its address, is a message that has such a flag wherever it is given flags, and is given it
 * before the call at a place.
 */
function isMessage({ tokens }: FunctionText, given: Tokens, call: number): boolean {
  const name = given.at(-1) ?? '';
  if (given.length > 2 || (given.length === 2 && given[0] !== '&')) return false;
  if (flagsPutInto(name, tokens.slice(0, call)).next().done === true) return false;
  return [...flagsPutInto(name, tokens)].every((value) => value !== undefined && isFlag(value));
}

/**
 * Each value that is put into a message's flags; `undefined` for one that is put there in some cases only. What is
 * added to them, or taken away, counts where it is such a flag.
 */
function* flagsPutInto(name: string, tokens: Tokens): Generator<Tokens | undefined> {
  for (let at = tokens.indexOf(flagsField); at >= 0; at = tokens.indexOf(flagsField, at + 1)) {
    const isChanged = /^[|&]$/.test(tokens[at + 1] ?? '') && tokens[at + 2] === '=';
    const isPut = tokens[at + 1] === '=' && tokens[at + 2] !== '=';
    if (!isChanged && !isPut) continue;
    const value = upToEnd(tokens, at + (isChanged ? 3 : 2));
    if (isChanged && !value.some((token) => flags.has(token))) continue;
    if (tokens[at - 1] === '.' && /^[{,]$/.test(tokens[at - 2] ?? '')) {
      if (initialised(tokens, at - 2) === name) yield value;
      continue;
    }
    const start = tokens[at - 1] === '.' ? at - 2 : at - 3;
    if (tokens[start] !== name) continue;
    yield /^[;{}]$/.test(tokens[start - 1] ?? '') && depthAt(tokens, start) === 1
      ? value
      : undefined;
  }
}

/** The variable whose initialiser a place is in. */
function initialised(tokens: Tokens, place: number): string {
  let depth = 0;
  for (let at = place; at > 1; at -= 1) {
    if (tokens[at] === '}' || tokens[at] === ')') depth += 1;
    else if (tokens[at] === '(') depth -= 1;
    else if (tokens[at] === '{') {
      if (depth === 0) return tokens[at - 1] === '=' ? (tokens[at - 2] ?? '') : '';
      depth -= 1;
    }
  }
  return '';
}

/** How many braces are open at a place: one in a function outside all blocks. */
function depthAt(tokens: Tokens, place: number): number {
  let depth = 0;
  for (const token of tokens.slice(0, place)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
  }
  return depth;
}

function upToEnd(tokens: Tokens, start: number): Tokens {
  const end = tokens.findIndex((token, at) => at >= start && /^[,;}]$/.test(token));
  return tokens.slice(start, end < 0 ? tokens.length : end);
}
