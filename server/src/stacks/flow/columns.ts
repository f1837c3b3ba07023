const atFirst = 1 << 16;

/** Numbers in a row, as many as come; `wider` makes room for so many. */
export class Column<Numbers extends Uint8Array | Uint32Array> {
  length = 0;

  constructor(
    private numbers: Numbers,
    private readonly wider: (length: number) => Numbers,
  ) {}

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const wider = this.wider(this.length * 2);
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  whole(): Numbers {
    return this.numbers.slice(0, this.length) as Numbers;
  }
}

/** A column of numbers of 32 bits. */
export function wordColumn(): Column<Uint32Array> {
  return new Column(new Uint32Array(atFirst), (length) => new Uint32Array(length));
}

/** A column of bytes. */
export function byteColumn(): Column<Uint8Array> {
  return new Column(new Uint8Array(atFirst), (length) => new Uint8Array(length));
}
