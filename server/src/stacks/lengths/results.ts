import { closingToken } from '../../kernel/generated/tokens.ts';
import { statementEnd } from './endless-loops.ts';

type Tokens = readonly string[];

/** What a timed wait gives is looked at within so many tokens behind it. */
const mostBehind = 60;

/** Whether a call gives what is left of the time that it is given: `timeout = schedule_timeout(timeout)`. */
export function givesRest(tokens: Tokens, call: number): boolean {
  const time = assignedTo(tokens, call);
  return tokens.slice(call, closingToken(tokens, call + 1)).includes(time);
}

/**
 * Whether a loop is left where the time of a wait in it is over, as its giving 0 tells:
 * `if (!wait_event_timeout(…)) return -ETIMEDOUT`.
 */
export function givesUp(tokens: Tokens, call: number): boolean {
  if (!/timeout/.test(tokens[call] ?? '')) return false;
  const end = closingToken(tokens, call + 1);
  const before = tokens.slice(0, call).lastIndexOf('if');
  if (before >= 0 && closingToken(tokens, before + 1) > call) {
    const behind = closingToken(tokens, before + 1);
    const condition = [...tokens.slice(before + 2, call), 'it', ...tokens.slice(end + 1, behind)];
    return isOver(condition, 'it') && leaves(tokens, behind + 1, call);
  }
  const result = assignedTo(tokens, call);
  if (result === '') return false;
  for (let at = end; at < Math.min(tokens.length, end + mostBehind); at += 1) {
    if (tokens[at] === result && tokens[at + 1] === '=' && tokens[at + 2] !== '=') return false;
    if (tokens[at] !== 'if') continue;
    const close = closingToken(tokens, at + 1);
    if (isOver(tokens.slice(at + 2, close), result) && leaves(tokens, close + 1, call)) return true;
  }
  return false;
}

function assignedTo(tokens: Tokens, call: number): string {
  return tokens[call - 1] === '=' ? (tokens[call - 2] ?? '') : '';
}

/** Whether a condition holds for 0 in a variable: `!left`, `left == 0`, `left <= 0`, also beside others. */
function isOver(condition: Tokens, name: string): boolean {
  const parts = condition.join(' ').split(' | | ');
  const told = [`! ${name}`, `${name} = = 0`, `${name} < = 0`, `0 = = ${name}`];
  return parts.some((part) => told.includes(part));
}

/** Whether the statement that begins at a place leaves a loop: it does not by a jump back. */
function leaves(tokens: Tokens, start: number, call: number): boolean {
  const statement = tokens.slice(start, statementEnd(tokens, start) + 1);
  const target = statement[statement.indexOf('goto') + 1] ?? '';
  if (statement.includes('return') || statement.includes('break')) return true;
  if (!statement.includes('goto')) return false;
  return tokens.findIndex((each, at) => each === target && tokens[at + 1] === ':') > call;
}
