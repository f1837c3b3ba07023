import { keywords, lastKeyword } from './keywords.ts';

const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();

/** FNV-1a over bytes; the lexer computes the same while it reads an identifier. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}

/** The one atom of all constants in capitals that the lexer does not tell apart. */
export const constantAtom: number = lastKeyword + 1;

/**
 * Names as dense numbers (atoms), without making a string for each occurrence. Atom 0 stands for
 * "none"; the C keywords come first, so that `atom <= lastKeyword` tells them from names.
 */
export class AtomTable {
  /** Bytes of all names, one after the other; atom `n` is `[offsets[n], offsets[n + 1])`. */
  bytes: Uint8Array<ArrayBuffer>;
  offsets: Int32Array<ArrayBuffer>;
  size = 1;
  private slots: Int32Array<ArrayBuffer>;
  private hashes: Int32Array<ArrayBuffer>;
  private mask: number;

  /** With room for so many names of so many bytes in all. */
  constructor(names = 1 << 12, bytes = 1 << 16) {
    let slots = 1 << 13;
    while (slots < names * 2) slots *= 2;
    this.slots = new Int32Array(slots);
    this.mask = slots - 1;
    this.bytes = new Uint8Array(Math.max(bytes, 1 << 16));
    this.offsets = new Int32Array(Math.max(names, 1 << 12) + 2);
    this.hashes = new Int32Array(Math.max(names, 1 << 12) + 2);
    for (const word of keywords) this.internText(word);
    this.internText('<constant>');
  }

  /** The atom of `source[start, end)`, whose `hashOf` the caller knows. */
  intern(source: Uint8Array, start: number, end: number, hash: number): number {
    let slot = hash & this.mask;
    for (;;) {
      const atom = this.slots[slot] ?? 0;
      if (atom === 0) return this.add(source, start, end, hash, slot);
      if (this.hashes[atom] === hash && this.same(atom, source, start, end)) return atom;
      slot = (slot + 1) & this.mask;
    }
  }

  internText(text: string): number {
    const bytes = encoder.encode(text);
    return this.internBytes(bytes, 0, bytes.length);
  }

  internBytes(source: Uint8Array, start: number, end: number): number {
    return this.intern(source, start, end, hashOf(source, start, end));
  }

  /** The atom of a name, or 0 where it has none. */
  find(text: string): number {
    const bytes = encoder.encode(text);
    const hash = hashOf(bytes, 0, bytes.length);
    let slot = hash & this.mask;
    for (;;) {
      const atom = this.slots[slot] ?? 0;
      if (atom === 0) return 0;
      if (this.hashes[atom] === hash && this.same(atom, bytes, 0, bytes.length)) return atom;
      slot = (slot + 1) & this.mask;
    }
  }

  text(atom: number): string {
    return decoder.decode(
      this.bytes.subarray(this.offsets[atom] ?? 0, this.offsets[atom + 1] ?? 0),
    );
  }

  bytesOf(atom: number): Uint8Array {
    return this.bytes.subarray(this.offsets[atom] ?? 0, this.offsets[atom + 1] ?? 0);
  }

  length(atom: number): number {
    return (this.offsets[atom + 1] ?? 0) - (this.offsets[atom] ?? 0);
  }

  /** The byte at `index` of a name; negative counts from its end. */
  byteAt(atom: number, index: number): number {
    const from = index < 0 ? (this.offsets[atom + 1] ?? 0) : (this.offsets[atom] ?? 0);
    return this.bytes[from + index] ?? 0;
  }

  private same(atom: number, source: Uint8Array, start: number, end: number): boolean {
    let at = this.offsets[atom] ?? 0;
    if ((this.offsets[atom + 1] ?? 0) - at !== end - start) return false;
    for (let index = start; index < end; index++, at++) {
      if (this.bytes[at] !== source[index]) return false;
    }
    return true;
  }

  private add(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const atom = this.size++;
    const from = this.offsets[atom] ?? 0;
    const to = from + (end - start);
    if (to > this.bytes.length) {
      const wider = new Uint8Array(Math.max(this.bytes.length * 2, to));
      wider.set(this.bytes);
      this.bytes = wider;
    }
    for (let index = start, at = from; index < end; index++, at++) {
      this.bytes[at] = source[index] ?? 0;
    }
    if (atom + 2 > this.offsets.length) {
      this.offsets = widened(this.offsets);
      this.hashes = widened(this.hashes);
    }
    this.offsets[atom + 1] = to;
    this.hashes[atom] = hash;
    this.slots[slot] = atom;
    if (this.size * 2 > this.mask) this.rehash();
    return atom;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.mask = this.slots.length - 1;
    for (let atom = 1; atom < this.size; atom++) {
      let slot = (this.hashes[atom] ?? 0) & this.mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = atom;
    }
  }
}

function widened(old: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(old.length * 2);
  wider.set(old);
  return wider;
}
