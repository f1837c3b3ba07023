import type { Block } from './block.ts';
import { readCombinedBody } from './combined-body.ts';
import { type FileHeader, type LineAt, readFileHeader } from './file-header.ts';
import { type HunkBody, readHunkBody, type Surplus } from './hunk-body.ts';
import { type HunkHeader, readHunkHeader } from './hunk-header.ts';
import { hunkProblem } from './hunk-problems.ts';
import type { RawHunk, RawProblem } from './raw.ts';

const noHeader: FileHeader = {
  oldName: undefined,
  newName: undefined,
  isBare: true,
  change: 'modified',
  isBinary: false,
  mismatch: undefined,
  lines: 0,
};

/**
 * Reads the file of an unquoted diff that starts at `line`; `undefined` when none starts there. A
 * hunk without file header is read too, and named.
 */
export function readDiffBlock(at: LineAt, line: number): Block | undefined {
  const problems: RawProblem[] = [];
  let header = readFileHeader(at, line);
  if (header === undefined) {
    if (readHunkHeader(at(line) ?? '') === undefined) {
      return undefined;
    }
    header = noHeader;
    problems.push({
      code: 'hunk-outside-file',
      severity: 'error',
      message:
        'This hunk has no file header (`--- a/PATH`, `+++ b/PATH`) before it; it is read as a hunk of an unknown file.',
      line: 0,
    });
  }
  if (header.mismatch !== undefined) {
    problems.push({
      code: 'file-header',
      severity: 'warning',
      message:
        'The name in this line is not that of the `diff --git` line; the name here is taken.',
      line: header.mismatch - line,
    });
  }
  const hunks: RawHunk[] = [];
  let next = line + header.lines;
  let uncounted: Surplus = { added: 0, removed: 0 };
  for (;;) {
    const text = at(next);
    const hunkHeader = text === undefined ? undefined : readHunkHeader(text);
    if (text === undefined || hunkHeader === undefined) {
      break;
    }
    const read = hunkHeader.parents > 1 ? readCombinedBody : readHunkBody;
    const body = read(at, next + 1, hunkHeader);
    hunks.push(toHunk(hunkHeader, body, next, line, text.endsWith('\r')));
    const problem = hunkProblem(hunkHeader, body);
    if (problem !== undefined) {
      problems.push({ ...problem, line: problem.line - line });
    }
    uncounted = body.surplus;
    next = body.end;
  }
  const file = {
    oldName: header.oldName,
    newName: header.newName,
    isBare: header.isBare,
    change: header.change,
    isBinary: header.isBinary,
    uncounted,
    line: 0,
    lines: next - line,
    headerLines: header.lines,
    hunks,
  };
  return { content: { kind: 'diff' }, lines: next - line, files: [file], parts: [], problems };
}

function toHunk(
  header: HunkHeader,
  body: HunkBody,
  headerLine: number,
  start: number,
  hasCarriageReturns: boolean,
): RawHunk {
  return {
    headerLine: headerLine - start,
    headerColumn: 0,
    place: header.place,
    parents: header.parents,
    section:
      header.section === '' ? undefined : { text: header.section, column: header.sectionStart },
    bodyLine: headerLine + 1 - start,
    bodyLines: body.end - headerLine - 1,
    lines: body.lines?.map((one) => ({ ...one, line: one.line - start })),
    added: body.added,
    removed: body.removed,
    isFragment: body.ending === 'cut',
    isRecovered: body.ending !== 'complete' || body.wrapped !== undefined,
    hasCarriageReturns,
  };
}
