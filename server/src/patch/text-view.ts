import type { Position, TextRange } from '../ports/position.ts';
import type { BlockPart } from './block.ts';
import type { LineSource } from './text-store.ts';

/** Lines to read, and where their characters stand in the document. */
export interface TextView {
  line(index: number): string;
  /** The place in the document of a line's character; of one after the last line, the end. */
  position(line: number, character: number): Position;
  /** True when a line is one line of the document, character for character. */
  readonly isPlain: boolean;
}

/** Column where a line ends for an editor: a `\r` before the `\n` is no part of it. */
export function endOf(line: string): number {
  return line.endsWith('\r') ? line.length - 1 : line.length;
}

/** From the start of line `first` to the end of line `last`. */
export function linesRange(text: TextView, first: number, last: number): TextRange {
  return {
    start: text.position(first, 0),
    end: text.position(last, endOf(text.line(last))),
  };
}

/** A document's own lines. */
export function documentText(source: LineSource): TextView {
  const final = Math.max(source.count - 1, 0);
  return {
    line: (index) => source.line(index),
    position: (line, character) =>
      line > final ? { line: final, character: endOf(source.line(final)) } : { line, character },
    isPlain: true,
  };
}

/** The lines from `base` on, counted from 0. */
export function textFrom(text: TextView, base: number): TextView {
  return new TextFrom(text, base);
}

/** A class, since a document can have a million blocks: closures for each cost more memory. */
class TextFrom implements TextView {
  readonly isPlain: boolean;
  readonly #text: TextView;
  readonly #base: number;

  constructor(text: TextView, base: number) {
    this.isPlain = text.isPlain;
    this.#text = text;
    this.#base = base;
  }

  line(index: number): string {
    return this.#text.line(this.#base + index);
  }

  position(line: number, character: number): Position {
    return this.#text.position(this.#base + line, character);
  }
}

/** The decoded text of a part of `mail`, whose lines count from the mail's first. */
export function partText(mail: TextView, { body, line: first }: BlockPart): TextView {
  return {
    line: (index) => body.text.line(index),
    position: (line, character) => {
      const place = body.place(line, character);
      return mail.position(first + place.line, place.character);
    },
    isPlain: mail.isPlain && body.encoding === undefined,
  };
}
