import { packed, u24 } from './bytes.ts';

const encoder = new TextEncoder();

/** FNV-1a over bytes. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Joins the names of several tables into one. Name 0 is none. */
export class NameTable {
  private readonly text: Uint8Array;
  private readonly textFrom: Int32Array;
  private readonly hashes: Int32Array;
  private readonly slots: Int32Array;
  private size = 1;

  /** With room for so many names of so many bytes in all. */
  constructor(names: number, bytes: number) {
    let slots = 16;
    while (slots * 0.7 < names) slots *= 2;
    this.slots = new Int32Array(slots);
    this.hashes = new Int32Array(names + 1);
    this.textFrom = new Int32Array(names + 2);
    this.text = new Uint8Array(bytes);
  }

  /** The number of `source[start, end)`. */
  intern(source: Uint8Array, start: number, end: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hash = hashOf(source, start, end);
    let slot = hash & mask;
    for (;;) {
      const name = slots[slot] ?? 0;
      if (name === 0) break;
      if (this.hashes[name] === hash && this.same(name, source, start, end)) return name;
      slot = (slot + 1) & mask;
    }
    const name = this.size++;
    let to = this.textFrom[name] ?? 0;
    for (let at = start; at < end; at++) this.text[to++] = source[at] ?? 0;
    this.textFrom[name + 1] = to;
    this.hashes[name] = hash;
    slots[slot] = name;
    return name;
  }

  /** The names as sections of an index. */
  sections(): { textFrom: Int32Array; text: Uint8Array; nameSlots: Uint8Array } {
    const textFrom = this.textFrom.slice(0, this.size + 1);
    return {
      textFrom,
      text: this.text.slice(0, textFrom[this.size] ?? 0),
      nameSlots: this.packedSlots(),
    };
  }

  /** A table of the least size that is not more than three quarters full. */
  private packedSlots(): Uint8Array {
    let length = 16;
    while (length * 0.75 < this.size) length *= 2;
    if (length === this.slots.length) return packed(this.slots);
    const slots = new Int32Array(length);
    for (let name = 1; name < this.size; name++) {
      let slot = (this.hashes[name] ?? 0) & (length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (length - 1);
      slots[slot] = name;
    }
    return packed(slots);
  }

  private same(name: number, source: Uint8Array, start: number, end: number): boolean {
    let at = this.textFrom[name] ?? 0;
    if ((this.textFrom[name + 1] ?? 0) - at !== end - start) return false;
    for (let index = start; index < end; index++, at++) {
      if (this.text[at] !== source[index]) return false;
    }
    return true;
  }
}

/** The number of a name in the sections of an index, or 0 where it has none. */
export function findName(
  sections: {
    readonly textFrom: Int32Array;
    readonly text: Uint8Array;
    readonly nameSlots: Uint8Array;
  },
  name: string,
): number {
  const { textFrom, text, nameSlots } = sections;
  const bytes = encoder.encode(name);
  const mask = nameSlots.length / 3 - 1;
  let slot = hashOf(bytes, 0, bytes.length) & mask;
  for (let tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
    const id = u24(nameSlots, slot);
    if (id === 0) return 0;
    const from = textFrom[id] ?? 0;
    if ((textFrom[id + 1] ?? 0) - from !== bytes.length) continue;
    if (bytes.every((byte, at) => text[from + at] === byte)) return id;
  }
  return 0;
}
