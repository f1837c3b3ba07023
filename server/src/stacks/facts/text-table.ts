/** Distinct lines of text, numbered in the order in which they first came. */
export class TextTable {
  readonly #numbers = new Map<string, number>();

  /** The number of a text without line ends. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode([...this.#numbers.keys()].map((text) => `${text}\n`).join(''));
  }
}
