import type { Position } from '../../ports/position.ts';
import { isIgnorable } from './codes.ts';
import {
  type DocumentIgnores,
  type Ignore,
  type IgnoreProblem,
  reasonPlaceholder,
} from './model.ts';

/**
 * `livepatch-feasibility: ignore CODE[, CODE…] -- REASON` in a comment of C, all of it on one line. The
 * comment speaks of its own line, or where that holds nothing else of the next one that holds code.
 */
const COMMENT = /(\/\*|\/\/)\s*livepatch-feasibility:(.*)$/;

const IGNORE = /^\s*ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s*(?:--\s*(.*?))?\s*$/;

/** A line that holds nothing but white space or a comment. */
const NO_CODE = /^\s*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/;

/** The text of an ignore comment for `codes`, without indentation. */
export function ignoreComment(codes: readonly string[], reason: string): string {
  const words = reason.replace(/\*\//g, '* /').replace(/\s+/g, ' ').trim();
  return `/* livepatch-feasibility: ignore ${codes.join(', ')} -- ${words} */`;
}

function nextCode(lines: readonly string[], after: number): number {
  let line = after + 1;
  while (line < lines.length && NO_CODE.test(lines[line] ?? '')) line += 1;
  return line;
}

/** The ignore comments of a C text. Those that are not written as they should be are named. */
export function readIgnoreComments(text: string): DocumentIgnores {
  const ignores: Ignore[] = [];
  const problems: IgnoreProblem[] = [];
  if (!text.includes('livepatch-feasibility:')) return { ignores, problems };
  const lines = text.split(/\r?\n/);
  for (const [line, whole] of lines.entries()) {
    const found = COMMENT.exec(whole);
    if (found === null) continue;
    const start: Position = { line, character: found.index };
    const close = found[1] === '/*' ? whole.indexOf('*/', found.index) : whole.length;
    const end = close === -1 || found[1] === '//' ? whole.length : close + 2;
    const range = { start, end: { line, character: end } };
    const problem = (message: string): void => void problems.push({ message, range });
    const body = (found[2] ?? '').replace(/\*\/.*$/, '');
    const [, list, reason = ''] = IGNORE.exec(body) ?? [];
    if (list === undefined) {
      problem('Expected `livepatch-feasibility: ignore CODE -- REASON` on one line.');
      continue;
    }
    const codes = list.split(',').map((code) => code.trim());
    const unknown = codes.filter((code) => !isIgnorable(code));
    if (unknown.length > 0) problem(`There is no finding of the code ${unknown.join(', ')}.`);
    if (reason === '' || reason === reasonPlaceholder) {
      problem('Say why after `--`: an ignore without a reason is not honoured.');
      continue;
    }
    const own = NO_CODE.test(whole) ? [] : [line];
    ignores.push({
      codes: codes.filter(isIgnorable),
      function: undefined,
      kernel: undefined,
      reason,
      source: { kind: 'comment', range, lines: own.length > 0 ? own : [nextCode(lines, line)] },
    });
  }
  return { ignores, problems };
}
