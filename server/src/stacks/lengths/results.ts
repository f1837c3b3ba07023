import { closingToken } from '../../kernel/generated/tokens.ts';
import { type Range, statementEnd } from './endless-loops.ts';

type Tokens = readonly string[];

/** What a timed wait gives is looked at within so many tokens behind it. */
const mostBehind = 60;

/** Whether a call gives what is left of the time that it is given: `timeout = schedule_timeout(timeout)`. */
export function givesRest(tokens: Tokens, call: number): boolean {
  const time = assignedTo(tokens, call);
  return tokens.slice(call, closingToken(tokens, call + 1)).includes(time);
}

/**
 * Whether a loop, told by its first and last token, is left where the time of a wait in it is over, as its giving 0
 * tells: `if (!wait_event_timeout(…)) return -ETIMEDOUT`.
 */
export function givesUp(tokens: Tokens, call: number, loop: Range): boolean {
  if (!/timeout/.test(tokens[call] ?? '')) return false;
  const end = closingToken(tokens, call + 1);
  const before = tokens.slice(0, call).lastIndexOf('if');
  if (before >= 0 && closingToken(tokens, before + 1) > call) {
    const behind = closingToken(tokens, before + 1);
    const condition = [...tokens.slice(before + 2, call), 'it', ...tokens.slice(end + 1, behind)];
    return isOver(condition, 'it') && leaves(tokens, behind + 1, loop);
  }
  const result = assignedTo(tokens, call);
  if (result === '') return false;
  for (let at = end; at < Math.min(loop[1], end + mostBehind); at += 1) {
    if (tokens[at] === result && tokens[at + 1] === '=' && tokens[at + 2] !== '=') return false;
    if (tokens[at] !== 'if') continue;
    const close = closingToken(tokens, at + 1);
    if (isOver(tokens.slice(at + 2, close), result) && leaves(tokens, close + 1, loop)) return true;
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

/** Whether the statement that begins at a place leaves a loop, whatever else is asked in it. */
function leaves(tokens: Tokens, start: number, loop: Range): boolean {
  const end = statementEnd(tokens, start);
  const isBlock = tokens[start] === '{';
  for (let at = isBlock ? start + 1 : start; at <= end; at += 1) {
    const token = tokens[at] ?? '';
    if (token === '{' || token === '(') at = closingToken(tokens, at);
    else if (isBlock ? /^[;{}]$/.test(tokens[at - 1] ?? '') : at === start) {
      if (token === 'return') return true;
      if (token === 'goto') return !isWithin(loop, labelAt(tokens, tokens[at + 1] ?? ''));
      if (token === 'break') return breaksFrom(tokens, at, loop);
    }
  }
  return false;
}

function labelAt(tokens: Tokens, label: string): number {
  return tokens.findIndex((each, at) => each === label && tokens[at + 1] === ':');
}

/** Whether a `break` leaves a loop: none of jumps, and only where no other and no `switch` is around it. */
function breaksFrom(tokens: Tokens, place: number, loop: Range): boolean {
  if (!/^(for|while|do)$/.test(tokens[loop[0]] ?? '')) return false;
  for (let at = loop[0] + 1; at < place; at += 1) {
    const token = tokens[at] ?? '';
    if (!/^(for|while|do|switch)$/.test(token)) continue;
    const body = token === 'do' ? at + 1 : closingToken(tokens, at + 1) + 1;
    if (isWithin([body, statementEnd(tokens, body)], place)) return false;
  }
  return true;
}

function isWithin([from, to]: Range, place: number): boolean {
  return from <= place && place <= to;
}
