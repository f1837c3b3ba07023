import { setU24, touched } from './bytes.ts';
import { fullest, slotsFor } from './name-table.ts';

/** Names of a table of its own: UTF-8, where each begins and one more, two numbers of a hash of each; name 0 is none. */
export interface NameList {
  readonly text: Uint8Array;
  readonly textFrom: Int32Array;
  readonly hashes: Int32Array;
}

/** How much a table has room for at most, and about how many names there will be. */
export interface NameRoom {
  readonly names: number;
  /** Of all names together. */
  readonly bytes: number;
  readonly usual: number;
}

/**
 * For the names of a kernel, of which there are one and a half million with 18 bytes each. Memory that is
 * never written takes none.
 */
export const kernelRoom: NameRoom = { names: 12_000_000, bytes: 240_000_000, usual: 1_500_000 };

/** How many names a list has, and 1. */
export function sizeOf({ textFrom }: NameList): number {
  return textFrom.length - 1;
}

/** For just the names of a list. */
export function roomFor(list: NameList): NameRoom {
  return { names: sizeOf(list), bytes: list.text.length, usual: sizeOf(list) };
}

/** Places in `control`: whether a thread is at the table, how many names there are and 1, slots in use. */
const LOCK = 0;
const SIZE = 1;
const SLOTS = 2;

/** Of a slot's first number: the name, and what is of its hash. */
const NAME = 0xffffff;
const OF_HASH = ~NAME;

/** So many names are taken in before another thread gets its turn. */
const together = 128;

/** Memory of a table of names that threads share. */
export interface NameMemory {
  readonly control: Int32Array;
  /** For each slot a name, or 0, below the highest byte of its hash's lower half; and the upper half. */
  readonly slots: Int32Array;
  /** The lower half of each name's hash. */
  readonly hashes: Int32Array;
  readonly textFrom: Int32Array;
  readonly text: Uint8Array;
}

/** An empty table; it grows where it stands. */
export function nameMemory({ names, bytes, usual }: NameRoom): NameMemory {
  const control = new Int32Array(new SharedArrayBuffer(12));
  control[SIZE] = 1;
  control[SLOTS] = slotsFor(usual);
  const slots = new Int32Array(new SharedArrayBuffer(slotsFor(names) * 8));
  touched(slots.subarray(0, slotsFor(usual) * 2));
  return {
    control,
    slots,
    hashes: new Int32Array(new SharedArrayBuffer((names + 1) * 4)),
    textFrom: new Int32Array(new SharedArrayBuffer((names + 2) * 4)),
    text: new Uint8Array(new SharedArrayBuffer(bytes)),
  };
}

/** The names of a tree as dense numbers, given by several threads at once; 0 is none. */
export class SharedNames {
  private readonly control: Int32Array;
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  private readonly textFrom: Int32Array;
  private readonly text: Uint8Array;

  constructor(memory: NameMemory) {
    this.control = memory.control;
    this.slots = memory.slots;
    this.hashes = memory.hashes;
    this.textFrom = memory.textFrom;
    this.text = memory.text;
  }

  /** How many names there are, and 1. */
  get size(): number {
    return this.control[SIZE] ?? 1;
  }

  /** Numbers the names of a list from the place `from` on, in `numbers`. Throws a `RangeError` when there are too many. */
  join(list: NameList, from: number, numbers: Int32Array): void {
    const end = sizeOf(list);
    for (let at = from; at < end; at += together) {
      this.take();
      try {
        this.internAll(list, at, Math.min(at + together, end), numbers);
      } finally {
        this.give();
      }
    }
  }

  /** The names as sections of an index; nothing may be added after. */
  sections(): { textFrom: Int32Array; text: Uint8Array; nameSlots: Uint8Array } {
    const length = slotsFor(this.size);
    if (this.control[SLOTS] !== length) this.spread(length);
    const nameSlots = new Uint8Array(new SharedArrayBuffer(length * 3));
    for (let slot = 0; slot < length; slot++)
      setU24(nameSlots, slot, (this.slots[slot * 2] ?? 0) & NAME);
    const textFrom = this.textFrom.subarray(0, this.size + 1);
    return { textFrom, text: this.text.subarray(0, textFrom[this.size] ?? 0), nameSlots };
  }

  /** Names are told apart by their hashes, as the scanner tells them apart. */
  private intern(list: NameList, own: number): number {
    const { slots } = this;
    const low = list.hashes[own * 2] ?? 0;
    const high = list.hashes[own * 2 + 1] ?? 0;
    const mask = this.mask;
    let slot = (low << 1) & mask;
    for (let entry = slots[slot] ?? 0; (entry & NAME) !== 0; entry = slots[slot] ?? 0) {
      if (slots[slot + 1] === high && ((entry ^ low) & OF_HASH) === 0) return entry & NAME;
      slot = (slot + 2) & mask;
    }
    const name = this.size;
    const start = list.textFrom[own] ?? 0;
    const end = list.textFrom[own + 1] ?? 0;
    let to = this.textFrom[name] ?? 0;
    if (name + 2 > this.textFrom.length || to + end - start > this.text.length) throw tooMany();
    for (let at = start; at < end; at++) this.text[to++] = list.text[at] ?? 0;
    this.control[SIZE] = name + 1;
    this.textFrom[name + 1] = to;
    this.hashes[name] = low;
    slots[slot] = name | (low & OF_HASH);
    slots[slot + 1] = high;
    return name;
  }

  /**
   * Reads the slots of some names. The table is far larger than the caches: so the memory is waited for
   * many times at once and not once for each name.
   */
  private readAhead(hashes: Int32Array, from: number, end: number): number {
    const { slots, mask } = this;
    let read = 0;
    for (let at = from; at < end; at++)
      read |= (slots[((hashes[at * 2] ?? 0) << 1) & mask] ?? 0) & 1;
    return read;
  }

  /** Of the place of a name in a slot: two numbers each. */
  private get mask(): number {
    return ((this.control[SLOTS] ?? 0) - 1) * 2;
  }

  /** Lays the names out in so many slots. */
  private spread(length: number): void {
    const { slots } = this;
    if (length * 2 > slots.length) throw tooMany();
    const used = (this.control[SLOTS] ?? 0) * 2;
    const old = slots.slice(0, used);
    slots.fill(0, 0, Math.max(used, length * 2));
    this.control[SLOTS] = length;
    const { mask } = this;
    for (let at = 0; at < used; at += 2) {
      const entry = old[at] ?? 0;
      const name = entry & NAME;
      if (name === 0) continue;
      let slot = ((this.hashes[name] ?? 0) << 1) & mask;
      while (((slots[slot] ?? 0) & NAME) !== 0) slot = (slot + 2) & mask;
      slots[slot] = entry;
      slots[slot + 1] = old[at + 1] ?? 0;
    }
  }

  private internAll(list: NameList, from: number, end: number, numbers: Int32Array): void {
    const used = this.control[SLOTS] ?? 0;
    const longest = this.slots.length / 2;
    if (this.size + together > used * fullest && used < longest) this.spread(used * 2);
    // Never so: it only keeps the reading ahead from being left out as useless.
    if (this.readAhead(list.hashes, from, end) < 0) return;
    for (let name = from; name < end; name++) numbers[name] = this.intern(list, name);
  }

  private take(): void {
    const { control } = this;
    while (Atomics.compareExchange(control, LOCK, 0, 1) !== 0) Atomics.wait(control, LOCK, 1, 1);
  }

  private give(): void {
    Atomics.store(this.control, LOCK, 0);
    Atomics.notify(this.control, LOCK, 1);
  }
}

function tooMany(): RangeError {
  return new RangeError('The tree has more names than an index has room for.');
}
