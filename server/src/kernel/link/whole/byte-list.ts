/** Bytes that grow: numbers of seven bits to a byte, the lowest first, as `ByteReader` reads them. */
export class ByteList {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow();
    this.bytes[this.length++] = value;
  }

  /** A number from 0 to 2³² − 1. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128);
    this.byte(rest);
  }

  /** A number from −2³⁰ to 2³⁰. */
  zigzag(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  /** Numbers in ascending order, each as what is added to the one before. */
  ascending(numbers: ArrayLike<number>): void {
    let before = 0;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0;
      this.varint(number - before);
      before = number;
    }
  }

  /** What was written. */
  taken(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private grow(): void {
    const wider = new Uint8Array(this.bytes.length * 2);
    wider.set(this.bytes);
    this.bytes = wider;
  }
}
