/** Bytes under construction. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  /** A number from 0 to 2³²−1, seven bits to a byte, the lowest first. */
  varint(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow();
    let rest = value >>> 0;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** A signed number, small ones in few bytes. */
  zigzag(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private grow(): void {
    const wider = new Uint8Array(this.bytes.length * 2);
    wider.set(this.bytes);
    this.bytes = wider;
  }
}

/** Reads what ByteWriter wrote. Past the end everything is 0. */
export class ByteReader {
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.position++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    return value >>> 0;
  }

  zigzag(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }
}
