const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** A path name and how many code units of the line it took. */
export interface QuotedName {
  readonly name: string;
  readonly length: number;
}

/**
 * Reads a name in git's quotes (`"a/\303\244.c"`, octal escapes are UTF-8 bytes; `quote.c`).
 * `undefined` when the text does not start with a whole quoted name.
 */
export function readQuotedName(text: string): QuotedName | undefined {
  const match = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (match === null) {
    return undefined;
  }
  const body = match[1] ?? '';
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [piece] of body.matchAll(/\\[0-3][0-7]{2}|\\.|[^\\]+/gs)) {
    if (!piece.startsWith('\\')) {
      bytes.push(...encoder.encode(piece));
    } else if (piece.length === 4) {
      bytes.push(Number.parseInt(piece.slice(1), 8));
    } else {
      bytes.push(escapes[piece.slice(1)] ?? piece.charCodeAt(1));
    }
  }
  return {
    name: new TextDecoder().decode(new Uint8Array(bytes)),
    length: match[0].length,
  };
}

const timestamp =
  /^(.*?)(?:\t.*|\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*|\s+[A-Z][a-z]{2} [A-Z][a-z]{2}\s+\d.*)$/;

/** A name in a `---` or `+++` line: quoted or not, its timestamp taken off. */
export function readHeaderName(text: string): string {
  const quoted = readQuotedName(text);
  return quoted?.name ?? (timestamp.exec(text)?.[1] ?? text).trimEnd();
}

/**
 * True for the timestamp by which `diff -N` marks a file that is not there: 1970-01-01 in UTC, as
 * `has_epoch_timestamp()` of git's `apply.c` takes it.
 */
export function hasEpochTimestamp(text: string): boolean {
  const match = /\s(19(?:69-12-31|70-01-01) \d\d:\d\d:\d\d)(?:\.0+)? ([-+]\d\d):?(\d\d)\s*$/.exec(
    text,
  );
  if (match === null) {
    return false;
  }
  const time = Date.parse(`${match[1]?.replace(' ', 'T')}${match[2]}:${match[3]}`);
  return time === 0;
}

/** `/dev/null` stands for a file that is not there. */
export function isNoFile(name: string | undefined): boolean {
  return name === '/dev/null';
}

/** A path without its first `count` directories; `undefined` when it has no more than that. */
export function strip(name: string, count: number): string | undefined {
  const parts = name.split(/\/+/);
  return parts.length > count ? parts.slice(count).join('/') : undefined;
}
