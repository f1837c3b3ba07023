import type { Block } from './block.ts';
import type { LineAt } from './file-header.ts';
import type { MailHeaders } from './model.ts';

const mboxLine = /^From \S+.* (?:\d{1,2}:\d\d(?::\d\d)?).*\d{4}/;
const formatPatchLine = /^From [0-9a-f]{7,64} Mon Sep 17 00:00:00 2001/;
const field = /^([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|$)/;

/** True where an mbox's `From ` line starts a mail (RFC 4155; `git format-patch` writes one too). */
export function isMailStart(at: LineAt, line: number): boolean {
  const text = at(line);
  return text?.startsWith('From ') === true && text.length < 1000 && mboxLine.test(text);
}

/**
 * Reads a mail's header lines at `line`: after a `From ` line, or the bare fields of a saved mail.
 * At the top of a document (`line` 0) also the heading of a web archive: the subject alone, then
 * fields among empty lines. `undefined` when no mail starts there.
 */
export function readMailBlock(at: LineAt, line: number): Block | undefined {
  const hasFrom = isMailStart(at, line);
  const start = hasFrom ? line + 1 : line;
  const fields = new Map<string, string>();
  let next = start;
  let name: string | undefined;
  for (;;) {
    const text = at(next)?.trimEnd();
    if (text === undefined || text === '') {
      break;
    }
    const match = field.exec(text);
    if (match !== null) {
      name = match[1]?.toLowerCase() ?? '';
      if (!fields.has(name)) {
        fields.set(name, text.slice(match[0].length).trim());
      }
    } else if (/^[ \t]/.test(text) && name !== undefined) {
      fields.set(name, `${fields.get(name) ?? ''} ${text.trim()}`);
    } else {
      break;
    }
    next += 1;
  }
  const isMail = ['subject', 'from', 'date'].filter((key) => fields.has(key)).length >= 2;
  if (!hasFrom && !isMail) {
    return line === 0 ? readArchiveHeading(at) : undefined;
  }
  return {
    content: {
      kind: 'mail',
      headers: toHeaders(fields),
      isFormatPatch: hasFrom && formatPatchLine.test(at(line) ?? ''),
    },
    lines: Math.max(next - line, 1),
    files: [],
    problems: [],
  };
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
        problems: [],
      }
    : undefined;
}

function toHeaders(fields: ReadonlyMap<string, string>): MailHeaders {
  return {
    subject: fields.get('subject'),
    from: fields.get('from'),
    date: fields.get('date'),
    messageId: fields.get('message-id'),
    inReplyTo: fields.get('in-reply-to'),
  };
}
