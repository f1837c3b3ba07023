/** Reads numbers of seven bits to a byte, the lowest first. Past the end everything is 0. */
export class ByteReader {
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  varint(): number {
    const { bytes } = this;
    let byte = bytes[this.position++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = bytes[this.position++] ?? 0;
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

/** The u24 with the given index. */
export function u24(bytes: Uint8Array, index: number): number {
  const at = index * 3;
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

/** Sets it; throws a `RangeError` for a number that is too great. */
export function setU24(bytes: Uint8Array, index: number, value: number): void {
  if (value >>> 24 !== 0) throw new RangeError(`${value} does not fit into three bytes.`);
  const at = index * 3;
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
}

/** An array of numbers as u24, in memory that threads share. */
export function packed(numbers: Int32Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(numbers.length * 3));
  for (let at = 0; at < numbers.length; at++) setU24(bytes, at, numbers[at] ?? 0);
  return bytes;
}

/**
 * Writes all of an array of zeros. Where a page of new memory is read before it is written to, the other threads are
 * interrupted when it is: for a table that is read and written here and there, once for each of its pages.
 */
export function touched(zeros: Int32Array): Int32Array {
  return zeros.fill(0);
}
