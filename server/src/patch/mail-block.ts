import type { Block } from './block.ts';
import type { LineAt } from './file-header.ts';
import { readFields, toHeaders } from './mail-fields.ts';
import { isEncoded, type Part, readParts } from './mime.ts';

const mboxLine = /^From \S+.* (?:\d{1,2}:\d\d(?::\d\d)?).*\d{4}/;
const formatPatchLine = /^From [0-9a-f]{7,64} Mon Sep 17 00:00:00 2001/;

/** True where an mbox's `From ` line starts a mail (RFC 4155; `git format-patch` writes one too). */
export function isMailStart(at: LineAt, line: number): boolean {
  const text = at(line);
  return text?.startsWith('From ') === true && text.length < 1000 && mboxLine.test(text);
}

/**
 * Reads a mail's header lines at `line`: after a `From ` line, or the bare fields of a saved mail.
 * Of a mail in MIME parts or with an encoded body, the whole mail. At the top of a document (`line`
 * 0) also the heading of a web archive: the subject alone, then fields among empty lines.
 * `undefined` when no mail starts there. `readPart` reads a part's text.
 */
export function readMailBlock(
  at: LineAt,
  line: number,
  readPart: (part: Part) => readonly Block[],
): Block | undefined {
  const hasFrom = isMailStart(at, line);
  const { fields, end } = readFields(at, hasFrom ? line + 1 : line);
  const isMail = ['subject', 'from', 'date'].filter((key) => fields.has(key)).length >= 2;
  if (!hasFrom && !isMail) {
    return line === 0 ? readArchiveHeading(at) : undefined;
  }
  const content = {
    kind: 'mail' as const,
    headers: toHeaders(fields),
    isFormatPatch: hasFrom && formatPatchLine.test(at(line) ?? ''),
  };
  if (!isEncoded(fields)) {
    return { content, lines: Math.max(end - line, 1), files: [], parts: [], problems: [] };
  }
  const last = endOfMail(at, end);
  const { parts, problems } = readParts(at, fields, end, last);
  return {
    content,
    lines: Math.max(last - line, 1),
    files: [],
    parts: parts.map((part) => ({ ...part, line: part.line - line, blocks: readPart(part) })),
    problems: problems.map((problem) => ({ ...problem, line: problem.line - line })),
  };
}

/** True where the fields of a mail stand, among them the number that every mail sent has. */
export function isMailHeader(at: LineAt, line: number): boolean {
  const { fields } = readFields(at, line);
  return (
    fields.has('message-id') && fields.has('from') && (fields.has('subject') || fields.has('date'))
  );
}

/** The line at which the next mail of an mbox starts, or the end. */
function endOfMail(at: LineAt, line: number): number {
  let next = line;
  while (at(next) !== undefined && !isMailStart(at, next)) {
    next += 1;
  }
  return next;
}

/** `Re: [PATCH] …`, an empty line, `From: …` and `Date: …` as web archives show a mail. */
function readArchiveHeading(at: LineAt): Block | undefined {
  const subject = at(0)?.trim() ?? '';
  const fields = new Map([['subject', subject]]);
  let next = 1;
  for (; next < 12; next += 1) {
    const text = at(next)?.trim();
    const match = /^(From|Date):\s+(.*)$/.exec(text ?? '');
    if (match !== null) {
      fields.set(match[1]?.toLowerCase() ?? '', match[2] ?? '');
    } else if (text !== '') {
      break;
    }
  }
  return fields.has('from') && fields.has('date') && subject !== ''
    ? {
        content: { kind: 'mail', headers: toHeaders(fields), isFormatPatch: false },
        lines: next,
        files: [],
        parts: [],
        problems: [],
      }
    : undefined;
}
