const lineEnd = 10;

/** The lines of a text column, each decoded when it is first asked for. */
export class TextColumn {
  readonly #bytes: Uint8Array;
  /** Where each line begins, and where one after the last would. */
  readonly #starts: Uint32Array;
  readonly #known: (string | undefined)[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    let count = 0;
    for (const byte of bytes) if (byte === lineEnd) count += 1;
    this.#starts = new Uint32Array(count + 1);
    for (let at = 0, line = 1; line <= count; at += 1) {
      if (bytes[at] !== lineEnd) continue;
      this.#starts[line] = at + 1;
      line += 1;
    }
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  /** A line without its end; empty past the last. */
  at(line: number): string {
    const known = this.#known[line];
    if (known !== undefined) return known;
    if (!(line >= 0 && line < this.length)) return '';
    const bytes = this.#bytes.subarray(this.#starts[line], (this.#starts[line + 1] ?? 1) - 1);
    const text = new TextDecoder().decode(bytes);
    this.#known[line] = text;
    return text;
  }

  /** A number for a line that lines of the same text have too, and most others do not. */
  hash(line: number): number {
    const end = (this.#starts[line + 1] ?? 1) - 1;
    return hashOf(this.#bytes, this.#starts[line] ?? 0, end);
  }
}

/** The hash that `TextColumn.hash` gives for a line of this text. */
export function textHash(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return hashOf(bytes, 0, bytes.length);
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Finds the lines of a text in a column. */
export class TextFinder {
  readonly #column: TextColumn;
  /** The first line of each chain, and for each line the next of its chain; plus one, 0 for none. */
  readonly #heads: Int32Array;
  readonly #next: Int32Array;

  constructor(column: TextColumn) {
    const count = column.length;
    this.#column = column;
    this.#heads = new Int32Array(1 << Math.ceil(Math.log2(count + 2)));
    this.#next = new Int32Array(count);
    for (let line = count - 1; line >= 0; line -= 1) {
      const chain = column.hash(line) % this.#heads.length;
      this.#next[line] = this.#heads[chain] ?? 0;
      this.#heads[chain] = line + 1;
    }
  }

  /** Ascending. */
  find(text: string): readonly number[] {
    const found: number[] = [];
    let line = (this.#heads[textHash(text) % this.#heads.length] ?? 0) - 1;
    for (; line >= 0; line = (this.#next[line] ?? 0) - 1) {
      if (this.#column.at(line) === text) found.push(line);
    }
    return found;
  }
}
