import { setU24, u24 } from './bytes.ts';

const encoder = new TextEncoder();

/** FNV-1a over bytes. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Names of a table of its own: UTF-8, where each begins and one more, the hash of each; name 0 is none. */
export interface NameList {
  readonly text: Uint8Array;
  readonly textFrom: Int32Array;
  readonly hashes: Int32Array;
}

/** No table is fuller than this. */
const fullest = 0.75;

/** So many names are looked up at a time. */
const together = 64;

/** Joins the names of several lists into one. Name 0 is none. */
export class NameTable {
  private readonly text: Uint8Array;
  private readonly textFrom: Int32Array;
  /** For each slot a name, or 0, and its hash. */
  private slots: Int32Array;
  private size = 1;

  /** With room for all names of some lists. */
  constructor(lists: readonly NameList[]) {
    const names = lists.reduce((sum, list) => sum + list.hashes.length, 1);
    const bytes = lists.reduce((sum, list) => sum + list.text.length, 0);
    const longest = lists.reduce((most, list) => Math.max(most, list.hashes.length), 0);
    this.slots = new Int32Array(slotsFor(longest) * 2);
    this.textFrom = new Int32Array(names + 1);
    this.text = new Uint8Array(bytes);
  }

  /** Takes in a list; gives the number of each of its names. */
  join(list: NameList): Int32Array {
    const numbers = new Int32Array(list.hashes.length);
    for (let from = 1; from < numbers.length; from += together) {
      const end = Math.min(from + together, numbers.length);
      // Never so: it only keeps the reading ahead from being left out as useless.
      if (this.readAhead(list.hashes, from, end) < 0) break;
      for (let name = from; name < end; name++) numbers[name] = this.intern(list, name);
      if (this.size * 2 > this.slots.length * fullest) this.spread(this.slots.length * 2);
    }
    return numbers;
  }

  /** The names as sections of an index. */
  sections(): { textFrom: Int32Array; text: Uint8Array; nameSlots: Uint8Array } {
    const textFrom = this.textFrom.slice(0, this.size + 1);
    const length = slotsFor(this.size);
    if (this.slots.length !== length * 2) this.spread(length * 2);
    const nameSlots = new Uint8Array(length * 3);
    for (let slot = 0; slot < length; slot++) setU24(nameSlots, slot, this.slots[slot * 2] ?? 0);
    return { textFrom, text: this.text.slice(0, textFrom[this.size] ?? 0), nameSlots };
  }

  /**
   * Reads what the names of some hashes will be compared with. The table is far larger than the caches:
   * so the memory is waited for many times at once and not once for each name.
   */
  private readAhead(hashes: Int32Array, from: number, end: number): number {
    const { slots, textFrom, text } = this;
    const mask = slots.length - 2;
    let read = 0;
    for (let at = from; at < end; at++) read |= slots[((hashes[at] ?? 0) << 1) & mask] ?? 0;
    for (let at = from; at < end; at++) {
      read |= textFrom[slots[((hashes[at] ?? 0) << 1) & mask] ?? 0] ?? 0;
    }
    for (let at = from; at < end; at++) {
      read |= text[textFrom[slots[((hashes[at] ?? 0) << 1) & mask] ?? 0] ?? 0] ?? 0;
    }
    return read;
  }

  private intern(list: NameList, own: number): number {
    const { slots } = this;
    const hash = list.hashes[own] ?? 0;
    const start = list.textFrom[own] ?? 0;
    const end = list.textFrom[own + 1] ?? 0;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (let name = slots[slot] ?? 0; name !== 0; name = slots[slot] ?? 0) {
      if (slots[slot + 1] === hash && this.same(name, list.text, start, end)) return name;
      slot = (slot + 2) & mask;
    }
    const name = this.size++;
    let to = this.textFrom[name] ?? 0;
    for (let at = start; at < end; at++) this.text[to++] = list.text[at] ?? 0;
    this.textFrom[name + 1] = to;
    slots[slot] = name;
    slots[slot + 1] = hash;
    return name;
  }

  private spread(length: number): void {
    const old = this.slots;
    const slots = new Int32Array(length);
    for (let at = 0; at < old.length; at += 2) {
      const name = old[at] ?? 0;
      if (name === 0) continue;
      const hash = old[at + 1] ?? 0;
      let slot = (hash << 1) & (length - 2);
      while (slots[slot] !== 0) slot = (slot + 2) & (length - 2);
      slots[slot] = name;
      slots[slot + 1] = hash;
    }
    this.slots = slots;
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

/** The least size of a table for so many names. */
function slotsFor(names: number): number {
  let length = 16;
  while (length * fullest < names) length *= 2;
  return length;
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
