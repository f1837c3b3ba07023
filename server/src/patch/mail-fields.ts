import { decodeWords } from 'postal-mime';
import type { LineAt } from './file-header.ts';
import type { MailHeaders } from './model.ts';

/** The header fields of a mail or of one of its parts. */
export interface MailFields {
  /** By lower-case name, unfolded, not decoded; of several of a name the first. */
  readonly fields: ReadonlyMap<string, string>;
  /** The line after the last field: the empty line before the body, where all is well. */
  readonly end: number;
}

const field = /^([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|$)/;

/** More continuation lines than this are no header field. */
const longestField = 200;

/** Reads fields (RFC 5322, folded lines joined) from `line` to the first line that is none. */
export function readFields(at: LineAt, line: number): MailFields {
  const parts = new Map<string, string[]>();
  let current: string[] | undefined;
  let next = line;
  for (;;) {
    const text = at(next)?.trimEnd();
    if (text === undefined || text === '') {
      break;
    }
    const match = field.exec(text);
    if (match !== null) {
      const name = (match[1] ?? '').toLowerCase();
      current = [text.slice(match[0].length).trim()];
      if (!parts.has(name)) {
        parts.set(name, current);
      }
    } else if (/^[ \t]/.test(text) && current !== undefined && current.length < longestField) {
      current.push(text.trim());
    } else {
      break;
    }
    next += 1;
  }
  const fields = new Map([...parts].map(([name, lines]) => [name, lines.join(' ')] as const));
  return { fields, end: next };
}

/** The fields that a reader of patches wants, with encoded words (RFC 2047) decoded. */
export function toHeaders(fields: MailFields['fields']): MailHeaders {
  const decoded = (name: string): string | undefined => {
    const value = fields.get(name);
    return value === undefined || !value.includes('=?') ? value : decodeWords(value);
  };
  return {
    subject: decoded('subject'),
    from: decoded('from'),
    date: fields.get('date'),
    messageId: fields.get('message-id'),
    inReplyTo: fields.get('in-reply-to'),
  };
}

/** A field such as `text/plain; charset="utf-8"`: its value in lower case, and its parameters. */
export interface FieldValue {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads `Content-Type` and `Content-Disposition` (RFC 2045); an absent one has an empty value. */
export function readFieldValue(text: string | undefined): FieldValue {
  const [value = ''] = (text ?? '').split(';', 1);
  const parameters = new Map<string, string>();
  for (const match of (text ?? '')
    .slice(0, 4000)
    .matchAll(/;\s*([\w*-]+)=(?:"([^"]*)"|([^\s;]*))/g)) {
    parameters.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  }
  return { value: value.trim().toLowerCase(), parameters };
}
