/**
 * A file as patches see it: its lines with their `\n`, so that a last line without one is told from
 * a line with it. Joining them gives the file back to the byte.
 */
export type FileLines = readonly string[];

/** Cuts a text after each `\n`; an empty text has no lines. */
export function toFileLines(text: string): FileLines {
  const lines: string[] = [];
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
    lines.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) {
    lines.push(text.slice(start));
  }
  return lines;
}

/**
 * Text from bytes: UTF-8 where they are valid UTF-8 (a byte order mark is kept), else each byte as
 * the character of its number, as git takes bytes as they are.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += 8192) {
      pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
    }
    return pieces.join('');
  }
}
