import type { Position } from '../ports/position.ts';
import type { LineAt } from './file-header.ts';
import { type LineSource, TextStore } from './text-store.ts';

/** How a body is written in its mail. */
export interface BodyForm {
  /** `undefined`: its lines are those of the document. */
  readonly encoding: 'base64' | 'quoted-printable' | undefined;
  readonly charset: string;
}

/** The text of a mail's part, with the way back to the document. */
export interface Body extends BodyForm {
  readonly text: LineSource;
  /** What went wrong in decoding, as a sentence; the text holds what could be decoded. */
  readonly damage: string | undefined;
  /** Where a character of `text` stands; lines count from the part's first. */
  place(line: number, character: number): Position;
}

/**
 * Decodes the document's lines from `start` to before `end`. The mail libraries give the decoded
 * text without saying where each character came from, so the two encodings of RFC 2045 are decoded
 * here byte by byte; character sets are the platform's.
 */
export function decodeBody(at: LineAt, start: number, end: number, form: BodyForm): Body {
  const lines: string[] = [];
  for (let line = start; line < end; line += 1) {
    lines.push(at(line) ?? '');
  }
  if (form.encoding === undefined) {
    const text = TextStore.of(lines.join('\n'));
    return { ...form, text, damage: undefined, place: (line, character) => ({ line, character }) };
  }
  const bytes = form.encoding === 'base64' ? fromBase64(lines) : fromQuotedPrintable(lines);
  return new DecodedBody(bytes, form);
}

/** Decoded bytes and where each stands: the line, and the UTF-16 column of its first character. */
interface PlacedBytes {
  readonly bytes: Uint8Array;
  readonly damage: string | undefined;
  place(index: number): Position;
}

class DecodedBody implements Body {
  readonly text: LineSource;
  readonly encoding: BodyForm['encoding'];
  readonly charset: string;
  readonly damage: string | undefined;
  readonly #bytes: PlacedBytes;
  /** Index of the first byte of each line. */
  readonly #starts: readonly number[];

  constructor(bytes: PlacedBytes, { encoding, charset }: BodyForm) {
    const decoder = decoderFor(charset);
    this.encoding = encoding;
    this.charset = decoder?.encoding ?? 'utf-8';
    this.damage =
      decoder === undefined
        ? `The character set ${charset} is not known; the text was read as UTF-8.`
        : bytes.damage;
    this.#bytes = bytes;
    const starts = [0];
    for (let at = bytes.bytes.indexOf(10); at !== -1; at = bytes.bytes.indexOf(10, at + 1)) {
      starts.push(at + 1);
    }
    this.#starts = starts;
    this.text = TextStore.of((decoder ?? new TextDecoder()).decode(bytes.bytes));
  }

  place(line: number, character: number): Position {
    const start = this.#starts[line] ?? this.#bytes.bytes.length;
    return this.#bytes.place(start + this.#bytesBefore(line, start, character));
  }

  /** The number of bytes that make the first `character` UTF-16 units of a line. */
  #bytesBefore(line: number, start: number, character: number): number {
    const end = (this.#starts[line + 1] ?? this.#bytes.bytes.length + 1) - 1;
    const isAscii = this.text.line(line).length === end - start;
    if (character === 0 || isAscii) {
      return Math.min(character, end - start);
    }
    const decoder = decoderFor(this.charset) ?? new TextDecoder();
    let units = 0;
    let whole = start;
    for (let at = start; at < end; at += 1) {
      const byte = this.#bytes.bytes.subarray(at, at + 1);
      const made = decoder.decode(byte, { stream: true }).length;
      if (units + made > character) {
        break;
      }
      units += made;
      whole = made > 0 ? at + 1 : whole;
    }
    return whole - start;
  }
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return undefined;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function fromBase64(lines: readonly string[]): PlacedBytes {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value += 1) {
    values[alphabet.charCodeAt(value)] = value;
  }
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  const bytes = new Uint8Array(Math.floor((size * 3) / 4) + 3);
  /** For each line the number of sextets before it. */
  const before: number[] = [];
  let sextets = 0;
  let bits = 0;
  let length = 0;
  let strange = 0;
  for (const line of lines) {
    before.push(sextets);
    for (let at = 0; at < line.length; at += 1) {
      const value = values[line.charCodeAt(at)] ?? -1;
      if (value === -1) {
        strange += /[=\s]/.test(line[at] ?? '') ? 0 : 1;
        continue;
      }
      bits = (bits << 6) | value;
      sextets += 1;
      if (sextets % 4 !== 1) {
        const shift = (4 - (sextets % 4 || 4)) * 2;
        bytes[length] = (bits >> shift) & 0xff;
        length += 1;
      }
    }
  }
  const place = (index: number): Position => {
    const sextet = Math.floor(index / 3) * 4 + (index % 3);
    const line = lastAtMost(before, sextet);
    let column = 0;
    let left = sextet - (before[line] ?? 0);
    const text = lines[line] ?? '';
    while (column < text.length && (left > 0 || (values[text.charCodeAt(column)] ?? -1) === -1)) {
      left -= (values[text.charCodeAt(column)] ?? -1) === -1 ? 0 : 1;
      column += 1;
    }
    return { line, character: column };
  };
  return {
    bytes: bytes.subarray(0, length),
    damage:
      strange === 0
        ? undefined
        : `The base64 text holds ${strange} characters that do not belong to it; they were left out.`,
    place,
  };
}

/** Index of the last number that is at most `limit`, in ascending numbers. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function fromQuotedPrintable(lines: readonly string[]): PlacedBytes {
  const size = lines.reduce((sum, line) => sum + line.length * 3 + 1, 0);
  const bytes = new Uint8Array(size);
  const lineOf = new Int32Array(size + 1);
  const columnOf = new Int32Array(size + 1);
  const encoder = new TextEncoder();
  let length = 0;
  let strange = 0;
  const push = (byte: number, line: number, column: number): void => {
    bytes[length] = byte;
    lineOf[length] = line;
    columnOf[length] = column;
    length += 1;
  };
  for (const [line, whole] of lines.entries()) {
    // Blanks at the end of a line were added on the way (RFC 2045, 6.7, rule 3).
    const text = whole.trimEnd();
    const isSoft = text.endsWith('=');
    const end = isSoft ? text.length - 1 : text.length;
    for (let column = 0; column < end; column += 1) {
      const code = text.codePointAt(column) ?? 0;
      const hex = /^=([0-9A-Fa-f]{2})/.exec(text.slice(column, column + 3))?.[1];
      if (hex !== undefined) {
        push(Number.parseInt(hex, 16), line, column);
        column += 2;
      } else if (code < 0x80) {
        strange += code === 0x3d ? 1 : 0;
        push(code, line, column);
      } else {
        for (const byte of encoder.encode(String.fromCodePoint(code))) {
          push(byte, line, column);
        }
        column += code > 0xffff ? 1 : 0;
      }
    }
    if (!isSoft && line + 1 < lines.length) {
      push(10, line, end);
    }
    lineOf[length] = line;
    columnOf[length] = end;
  }
  return {
    bytes: bytes.subarray(0, length),
    damage:
      strange === 0
        ? undefined
        : `The quoted-printable text holds ${strange} \`=\` that encode nothing; they were kept as they are.`,
    place: (index) => ({
      line: lineOf[Math.min(index, length)] ?? 0,
      character: columnOf[Math.min(index, length)] ?? 0,
    }),
  };
}
