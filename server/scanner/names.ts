/** Numbers of a name's row: offset in `text`, hash, number of the file last seen in, its number there, traits, length. */
const ROW: i32 = 6;

/** An odd number that spreads bits well: 2⁶⁴ divided by the golden ratio. */
const MIX: u64 = 0x9e3779b97f4a7c15;
/**
 * A slot of the table holds an atom, and the upper bits of its name's hash, which with the place of the
 * slot are some sixty: two of a tree's two million names are taken for one once in millions of trees.
 */
const ATOM_BITS: u64 = 0xffffff;
const HASH_BITS: u64 = 0xffffffffff000000;

/** Traits of a name. */
export const ANNOTATION_KNOWN: i32 = 1;
export const ANNOTATION: i32 = 2;
export const ANNOTATION_CALL: i32 = 4;
export const EXPORT_KNOWN: i32 = 16;
/** Makes a symbol known to modules, or marks it for another part of the kernel. */
export const EXPORT: i32 = 32;
/** Speaks of threads or tasks. */
export const MAKER_KNOWN: i32 = 64;
export const MAKER: i32 = 128;
/** A typedef of a number. */
export const PLAIN: i32 = 8;

/** Names as dense numbers (atoms); 0 is none. */
export class Names {
  private static slots: usize = 0;
  private static mask: u32 = 0;
  static rows: usize = 0;
  private static rowCapacity: i32 = 0;
  static text: usize = 0;
  static textLength: i32 = 0;
  private static textCapacity: i32 = 0;
  static size: i32 = 1;

  static begin(names: i32): void {
    let slots: i32 = 1 << 13;
    while (slots < names * 2) slots <<= 1;
    Names.mask = (slots - 1) as u32;
    Names.slots = heap.alloc((slots as usize) << 3);
    memory.fill(Names.slots, 0, (slots as usize) << 3);
    Names.rowCapacity = max(names, 1 << 12);
    Names.rows = heap.alloc((Names.rowCapacity * ROW * 4) as usize);
    memory.fill(Names.rows, 0, (ROW * 4) as usize);
    Names.textCapacity = max(names * 16, 1 << 16);
    Names.text = heap.alloc(Names.textCapacity as usize);
  }

  /** The hash of `length` bytes; bytes after them may be read. */
  private static hash(from: usize, length: i32): u64 {
    let hash: u64 = (length as u64) * MIX;
    let at = from;
    let left = length;
    while (left > 8) {
      hash = (hash ^ load<u64>(at)) * MIX;
      hash ^= hash >>> 32;
      at += 8;
      left -= 8;
    }
    hash = (hash ^ (load<u64>(at) << (((8 - left) * 8) as u64))) * MIX;
    hash ^= hash >>> 29;
    hash *= MIX;
    return hash ^ (hash >>> 32);
  }

  static intern(from: usize, length: i32): i32 {
    if (length === 0) return 0;
    const hash = Names.hash(from, length);
    const mask = Names.mask;
    let slot = (hash as u32) & mask;
    while (true) {
      const entry = load<u64>(Names.slots + ((slot as usize) << 3));
      if (entry === 0) return Names.add(from, length, hash, slot);
      if (((entry ^ hash) & HASH_BITS) === 0) return (entry & ATOM_BITS) as i32;
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  static row(atom: i32): usize {
    return Names.rows + ((atom * (ROW * 4)) as usize);
  }

  static bytesOf(atom: i32): usize {
    return Names.text + (load<u32>(Names.row(atom)) as usize);
  }

  static lengthOf(atom: i32): i32 {
    return load<i32>(Names.row(atom), 20);
  }

  static traits(atom: i32): i32 {
    return load<i32>(Names.row(atom), 16);
  }

  static setTraits(atom: i32, traits: i32): void {
    store<i32>(Names.row(atom), traits, 16);
  }

  /** The byte at `index` of a name; negative counts from its end. */
  static byteAt(atom: i32, index: i32): u32 {
    const length = Names.lengthOf(atom);
    const place = index < 0 ? length + index : index;
    if (place < 0 || place >= length) return 0;
    return load<u8>(Names.bytesOf(atom) + (place as usize)) as u32;
  }

  private static add(from: usize, length: i32, hash: u64, slot: u32): i32 {
    const atom = Names.size++;
    if (atom >= Names.rowCapacity) {
      Names.rowCapacity *= 2;
      Names.rows = heap.realloc(Names.rows, (Names.rowCapacity * ROW * 4) as usize);
    }
    if (Names.textLength + length > Names.textCapacity) {
      Names.textCapacity = max(Names.textCapacity * 2, Names.textLength + length);
      Names.text = heap.realloc(Names.text, Names.textCapacity as usize);
    }
    memory.copy(Names.text + (Names.textLength as usize), from, length as usize);
    const row = Names.row(atom);
    store<i32>(row, Names.textLength);
    store<u32>(row, hash as u32, 4);
    store<i32>(row, 0, 8);
    store<i32>(row, 0, 12);
    store<i32>(row, 0, 16);
    store<i32>(row, length, 20);
    Names.textLength += length;
    store<u64>(Names.slots + ((slot as usize) << 3), (hash & HASH_BITS) | (atom as u64));
    if ((Names.size as u32) * 2 > Names.mask) Names.rehash();
    return atom;
  }

  private static rehash(): void {
    const old = Names.slots;
    const count = (Names.mask + 1) as usize;
    const slots = ((Names.mask + 1) * 2) as usize;
    Names.mask = (slots - 1) as u32;
    Names.slots = heap.alloc(slots << 3);
    memory.fill(Names.slots, 0, slots << 3);
    for (let at: usize = 0; at < count; at++) {
      const entry = load<u64>(old + (at << 3));
      if (entry === 0) continue;
      let slot = load<u32>(Names.row((entry & ATOM_BITS) as i32), 4) & Names.mask;
      while (load<u64>(Names.slots + ((slot as usize) << 3)) !== 0) slot = (slot + 1) & Names.mask;
      store<u64>(Names.slots + ((slot as usize) << 3), entry);
    }
    heap.free(old);
  }
}
