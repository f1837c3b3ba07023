import { type Body, decodeBody } from './body.ts';
import type { LineAt } from './file-header.ts';
import { type MailFields, readFields, readFieldValue } from './mail-fields.ts';
import type { RawProblem } from './raw.ts';

type Fields = MailFields['fields'];

/** True for a body that is not simply the lines of the document: in parts, or encoded. */
export function isEncoded(fields: Fields): boolean {
  return (
    readFieldValue(fields.get('content-type')).value.startsWith('multipart/') ||
    encodingOf(fields) !== undefined
  );
}

function encodingOf(fields: Fields): 'base64' | 'quoted-printable' | undefined {
  const encoding = fields.get('content-transfer-encoding')?.trim().toLowerCase();
  return encoding === 'base64' || encoding === 'quoted-printable' ? encoding : undefined;
}

/** A part's text, and the lines of the document that it takes. */
export interface Part {
  readonly body: Body;
  readonly line: number;
  readonly lines: number;
}

/** The parts of a mail that may hold a patch, and what is wrong with them. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly problems: readonly RawProblem[];
}

/** More levels of multipart than this no mailer writes. */
const deepest = 8;

/**
 * Decodes the body of a mail (RFC 2045, 2046) that has the header `fields` and stands from `start`,
 * the empty line after them, to before `end`. Parts that are no text are left out.
 */
export function readParts(
  at: LineAt,
  fields: Fields,
  start: number,
  end: number,
  depth = 0,
): Parts {
  const type = readFieldValue(fields.get('content-type'));
  const boundary = type.parameters.get('boundary');
  if (type.value.startsWith('multipart/') && boundary !== undefined && depth < deepest) {
    return readMultipart(at, boundary, start, end, depth);
  }
  const first = at(start)?.trim() === '' ? start + 1 : start;
  const disposition = readFieldValue(fields.get('content-disposition'));
  const name = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '';
  if (!mayHoldPatch(type.value, name) || first >= end) {
    return { parts: [], problems: [] };
  }
  const body = decodeBody(at, first, end, {
    encoding: encodingOf(fields),
    charset: type.parameters.get('charset') ?? 'utf-8',
  });
  const problems: readonly RawProblem[] =
    body.damage === undefined
      ? []
      : [{ code: 'encoding', severity: 'warning', message: body.damage, line: first }];
  return { parts: [{ body, line: first, lines: end - first }], problems };
}

function mayHoldPatch(type: string, name: string): boolean {
  return (
    type === '' ||
    type === 'message/rfc822' ||
    (type.startsWith('text/') && type !== 'text/html' && type !== 'text/calendar') ||
    /^application\/(?:octet-stream|x-patch|x-diff|mbox)$/.test(type) ||
    /\.(?:patch|diff|mbox|eml|txt|[ch])$/i.test(name)
  );
}

function readMultipart(
  at: LineAt,
  boundary: string,
  start: number,
  end: number,
  depth: number,
): Parts {
  const parts: Part[] = [];
  const problems: RawProblem[] = [];
  const mark = `--${boundary}`;
  let open: number | undefined;
  const close = (line: number): void => {
    if (open !== undefined && open < line) {
      const { fields, end: afterFields } = readFields(at, open);
      const read = readParts(at, fields, Math.min(afterFields, line), line, depth + 1);
      parts.push(...read.parts);
      problems.push(...read.problems);
    }
  };
  let next = start;
  for (; next < end; next += 1) {
    const text = at(next);
    if (text?.startsWith(mark) !== true) {
      continue;
    }
    const rest = text.slice(mark.length).trimEnd();
    if (rest === '' || rest === '--') {
      close(next);
      open = rest === '' ? next + 1 : undefined;
      if (rest === '--') {
        return { parts, problems };
      }
    }
  }
  close(end);
  problems.push({
    code: 'encoding',
    severity: 'warning',
    message: `The mail's parts do not end: expected a line \`${mark}--\`; all parts that are there were read.`,
    line: Math.max(end - 1, start),
  });
  return { parts, problems };
}
