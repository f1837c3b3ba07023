/** A growing list of 32-bit numbers in memory of its own. */
export class Numbers {
  /** Address of the first number. */
  base: usize;
  length: i32 = 0;
  private capacity: i32;

  constructor(capacity: i32) {
    this.capacity = capacity;
    this.base = heap.alloc(((capacity as usize) << 2) + SLACK);
  }

  push(value: i32): void {
    if (this.length === this.capacity) this.reserve(1);
    store<i32>(this.base + ((this.length as usize) << 2), value);
    this.length++;
  }

  at(index: i32): i32 {
    return load<i32>(this.base + ((index as usize) << 2));
  }

  set(index: i32, value: i32): void {
    store<i32>(this.base + ((index as usize) << 2), value);
  }

  append(other: Numbers): void {
    if (other.length === 0) return;
    this.reserve(other.length);
    copyShort(this.base + ((this.length as usize) << 2), other.base, other.length << 2);
    this.length += other.length;
  }

  /** Makes room for `more` further numbers. */
  reserve(more: i32): void {
    const needed = this.length + more;
    if (needed <= this.capacity) return;
    this.capacity = max(needed, this.capacity * 2);
    this.base = heap.realloc(this.base, ((this.capacity as usize) << 2) + SLACK);
  }
}

/** Copies bytes, most often few; up to fifteen after them are overwritten. */
export function copyShort(to: usize, from: usize, length: i32): void {
  for (let at = 0; at < length; at += 16) {
    v128.store(to + (at as usize), v128.load(from + (at as usize)));
  }
}

/** What there is room for beyond a list's end, so that it can be copied in pieces of sixteen bytes. */
const SLACK: usize = 16;

/** A varint of 32 bits takes no more bytes. */
export const LONGEST: i32 = 5;

/** A growing run of bytes. */
export class Bytes {
  base: usize;
  length: i32 = 0;
  private capacity: i32;

  constructor(capacity: i32) {
    this.capacity = capacity;
    this.base = heap.alloc((capacity as usize) + SLACK);
  }

  /** Makes room for `more` further bytes. */
  reserve(more: i32): void {
    const needed = this.length + more;
    if (needed <= this.capacity) return;
    this.capacity = max(needed, this.capacity * 2);
    this.base = heap.realloc(this.base, (this.capacity as usize) + SLACK);
  }

  /** A number from 0 to 2³²−1, seven bits to a byte, the lowest first. Room must have been made. */
  varint(value: i32): void {
    let rest = value as u32;
    let to = this.base + (this.length as usize);
    while (rest > 127) {
      store<u8>(to++, ((rest & 127) | 128) as u8);
      rest >>>= 7;
    }
    store<u8>(to++, rest as u8);
    this.length = (to - this.base) as i32;
  }

  /** A signed number, small ones in few bytes. */
  zigzag(value: i32): void {
    this.varint((value << 1) ^ (value >> 31));
  }
}
