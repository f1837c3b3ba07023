import type { Position, TextRange } from '../ports/position.ts';

/** Lines by number. A line is what stands between two `\n`; a `\r` before the `\n` belongs to it. */
export interface LineSource {
  /** Number of lines, as an editor counts: a text that ends in `\n` has an empty last line. */
  readonly count: number;
  /** The line without its `\n`; the empty string for a number that is out of range. */
  line(index: number): string;
}

/** A stretch of whole lines. `text` ends in `\n` except in the last chunk of a document. */
interface Chunk {
  readonly text: string;
  /** Offset in `text` of each line; the last chunk of a document has one line more than `\n`. */
  readonly starts: readonly number[];
}

const chunkSize = 32_768;

/**
 * A document in chunks of whole lines. Texts never change: an edit gives a new store that shares
 * the untouched chunks, and costs as much as the chunks it touches plus one array of all chunks.
 */
export class TextStore implements LineSource {
  readonly count: number;
  readonly #chunks: readonly Chunk[];
  /** First line of each chunk. */
  readonly #firstLines: readonly number[];
  #last = 0;

  private constructor(chunks: readonly Chunk[]) {
    const firstLines: number[] = [];
    let count = 0;
    for (const chunk of chunks) {
      firstLines.push(count);
      count += chunk.starts.length;
    }
    this.#chunks = chunks;
    this.#firstLines = firstLines;
    this.count = count;
  }

  static of(text: string): TextStore {
    return new TextStore(split(text, true));
  }

  line(index: number): string {
    const at = this.#chunkOf(index);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      return '';
    }
    const row = index - (this.#firstLines[at] ?? 0);
    const start = chunk.starts[row];
    if (start === undefined) {
      return '';
    }
    const next = chunk.starts[row + 1];
    if (next !== undefined) {
      return chunk.text.slice(start, next - 1);
    }
    return chunk.text.endsWith('\n') && start < chunk.text.length
      ? chunk.text.slice(start, -1)
      : chunk.text.slice(start);
  }

  /**
   * The store after `range` was replaced by `text`. Positions beyond a line's or the document's end
   * are taken as that end.
   */
  edit(range: TextRange, text: string): TextStore {
    const first = this.#chunkOf(this.#inside(range.start).line);
    const last = this.#chunkOf(this.#inside(range.end).line);
    const head = this.#chunks[first];
    const tail = this.#chunks[last];
    if (head === undefined || tail === undefined) {
      return TextStore.of(text);
    }
    const before = head.text.slice(0, this.#offset(range.start, first));
    const after = tail.text.slice(this.#offset(range.end, last));
    let joined = before + text + after;
    let end = last;
    // A chunk ends where a line does; when the edit took that line end away, the next one joins it.
    while (end + 1 < this.#chunks.length && !joined.endsWith('\n')) {
      end += 1;
      joined += this.#chunks[end]?.text ?? '';
    }
    const atEnd = end + 1 >= this.#chunks.length;
    return new TextStore([
      ...this.#chunks.slice(0, first),
      ...split(joined, atEnd),
      ...this.#chunks.slice(end + 1),
    ]);
  }

  /** The whole document as one string; costs as much as the document. */
  toString(): string {
    return this.#chunks.map((chunk) => chunk.text).join('');
  }

  #inside(position: Position): Position {
    return position.line < this.count
      ? position
      : { line: this.count - 1, character: Number.MAX_SAFE_INTEGER };
  }

  #offset(position: Position, at: number): number {
    const { line, character } = this.#inside(position);
    const start = this.#chunks[at]?.starts[line - (this.#firstLines[at] ?? 0)] ?? 0;
    return start + Math.min(character, this.line(line).length);
  }

  #chunkOf(line: number): number {
    const firstLines = this.#firstLines;
    const isIn = (at: number): boolean =>
      line >= (firstLines[at] ?? 0) && line < (firstLines[at + 1] ?? this.count);
    if (isIn(this.#last)) {
      return this.#last;
    }
    let low = 0;
    let high = firstLines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((firstLines[middle] ?? 0) <= line) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    this.#last = low;
    return low;
  }
}

/** Cuts a text into chunks; `isLast` when it ends the document, where an empty last line counts. */
function split(text: string, isLast: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let starts: number[] = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    const next = at + 1;
    if (next - start >= chunkSize && next < text.length) {
      chunks.push({ text: text.slice(start, next), starts });
      start = next;
      starts = [0];
    } else if (next < text.length || isLast) {
      starts.push(next - start);
    }
  }
  chunks.push({ text: text.slice(start), starts });
  return chunks;
}
