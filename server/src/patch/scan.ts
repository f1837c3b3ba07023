import type { Block } from './block.ts';
import { readDiffBlock } from './diff-block.ts';
import { type LineAt, readFileHeader } from './file-header.ts';
import { readHunkHeader } from './hunk-header.ts';
import { isMailHeader, isMailStart, readMailBlock } from './mail-block.ts';
import type { Part } from './mime.ts';
import { readReplyBlock } from './reply-block.ts';
import type { LineSource } from './text-store.ts';

/** A text in a mail in a text in a mail: deeper is damage. */
const deepest = 3;

/** Reads the one block that starts at `line`; it has at least one line. */
export function readBlock(source: LineSource, line: number, depth = 0): Block {
  // What follows the last line end is no line of a patch, though an editor counts it.
  const count = source.count - (source.line(source.count - 1) === '' ? 1 : 0);
  const at: LineAt = (number) => (number < count ? source.line(number) : undefined);
  const readPart = ({ body }: Part): readonly Block[] =>
    depth < deepest ? readBlocks(body.text, 0, () => false, depth + 1) : [];
  return (
    readMailBlock(at, line, readPart) ??
    readDiffBlock(at, line) ??
    readReply(at, line) ??
    readProse(at, line)
  );
}

/** Reads block after block from `from` on, to the end or to a line that `isKnown`. */
export function readBlocks(
  source: LineSource,
  from: number,
  isKnown: (line: number) => boolean,
  depth = 0,
): readonly Block[] {
  const blocks: Block[] = [];
  for (let line = from; line < source.count && !isKnown(line); ) {
    const block = readBlock(source, line, depth);
    blocks.push(block);
    line += block.lines;
  }
  return blocks;
}

function readReply(at: LineAt, line: number): Block | undefined {
  return at(line)?.startsWith('>')
    ? readReplyBlock(at, line, (end) => startsBlock(at, end))
    : undefined;
}

function readProse(at: LineAt, line: number): Block {
  let next = line + 1;
  while (!isProseEnd(at, next)) {
    next += 1;
  }
  return { content: { kind: 'prose' }, lines: next - line, files: [], parts: [], problems: [] };
}

function isProseEnd(at: LineAt, line: number): boolean {
  const text = at(line);
  return text === undefined || text.startsWith('>') || startsBlock(at, line);
}

/** True where an unquoted mail or diff starts. Looks at the first letter before anything else. */
function startsBlock(at: LineAt, line: number): boolean {
  const text = at(line) ?? '';
  switch (text.charAt(0)) {
    case 'd':
    case 'I':
    case '-':
    case '@':
      return readFileHeader(at, line) !== undefined || readHunkHeader(text) !== undefined;
    default:
      return startsMail(at, line, text);
  }
}

/**
 * In the middle of a document a mail starts with its `From ` line or, after an empty line, with
 * fields among which is a message's number: `From:`, `Subject:` and `Date:` alone are what git
 * writes at the top of a mail's text to keep the author.
 */
function startsMail(at: LineAt, line: number, text: string): boolean {
  if (isMailStart(at, line)) {
    return true;
  }
  if (at(line - 1)?.trimEnd() !== '' || !/^[A-Z][A-Za-z-]*: /.test(text)) {
    return false;
  }
  return isMailHeader(at, line);
}
