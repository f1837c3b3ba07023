import { copyShort } from './numbers';

/**
 * A slot of the table holds a number, and the upper bits of its name's hash, which with the place of the
 * slot are some sixty.
 */
const NUMBER_BITS: u64 = 0xffffff;
const HASH_BITS: u64 = 0xffffffffff000000;

/** The names that leave the scanner, as dense numbers, each with its text; 0 is none. */
export class TreeNames {
  private static slots: usize = 0;
  private static mask: u32 = 0;
  private static capacity: i32 = 0;
  private static textCapacity: i32 = 0;
  /** The hash of each name. */
  static hashes: usize = 0;
  static text: usize = 0;
  /** Where in `text` each name begins, and one more. */
  static textFrom: usize = 0;
  static size: i32 = 1;

  static begin(names: i32): void {
    let slots: i32 = 1 << 13;
    while (slots < names * 2) slots <<= 1;
    TreeNames.mask = (slots - 1) as u32;
    TreeNames.slots = heap.alloc((slots as usize) << 3);
    memory.fill(TreeNames.slots, 0, (slots as usize) << 3);
    TreeNames.capacity = max(names, 1 << 12);
    TreeNames.hashes = heap.alloc((TreeNames.capacity as usize) << 3);
    store<u64>(TreeNames.hashes, 0);
    TreeNames.textFrom = heap.alloc(((TreeNames.capacity as usize) + 1) << 2);
    store<u64>(TreeNames.textFrom, 0);
    TreeNames.textCapacity = max(names * 18, 1 << 16);
    TreeNames.text = heap.alloc(TreeNames.textCapacity as usize);
  }

  /** The number of the name with a hash, whose text stands at `from`. */
  static intern(hash: u64, from: usize, length: i32): i32 {
    const mask = TreeNames.mask;
    let slot = (hash as u32) & mask;
    while (true) {
      const entry = load<u64>(TreeNames.slots + ((slot as usize) << 3));
      if (entry === 0) return TreeNames.add(hash, from, length, slot);
      if (((entry ^ hash) & HASH_BITS) === 0) return (entry & NUMBER_BITS) as i32;
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  /** Asks for the slot of a hash; what it gives says nothing. */
  @inline
  static touch(hash: u64): u64 {
    return load<u64>(TreeNames.slots + ((((hash as u32) & TreeNames.mask) as usize) << 3));
  }

  static bytesOf(name: i32): usize {
    return TreeNames.text + (load<u32>(TreeNames.textFrom + ((name as usize) << 2)) as usize);
  }

  private static add(hash: u64, from: usize, length: i32, slot: u32): i32 {
    const name = TreeNames.size++;
    if (name >= TreeNames.capacity) {
      TreeNames.capacity *= 2;
      TreeNames.hashes = heap.realloc(TreeNames.hashes, (TreeNames.capacity as usize) << 3);
      TreeNames.textFrom = heap.realloc(
        TreeNames.textFrom,
        ((TreeNames.capacity as usize) + 1) << 2,
      );
    }
    const place = (name as usize) << 2;
    const begin = load<i32>(TreeNames.textFrom + place);
    const end = begin + length;
    if (end + 16 > TreeNames.textCapacity) {
      TreeNames.textCapacity = max(TreeNames.textCapacity * 2, end + 16);
      TreeNames.text = heap.realloc(TreeNames.text, TreeNames.textCapacity as usize);
    }
    copyShort(TreeNames.text + (begin as usize), from, length);
    store<i32>(TreeNames.textFrom + place, end, 4);
    store<u64>(TreeNames.hashes + (place << 1), hash);
    store<u64>(TreeNames.slots + ((slot as usize) << 3), (hash & HASH_BITS) | (name as u64));
    if ((TreeNames.size as u32) * 2 > TreeNames.mask) TreeNames.rehash();
    return name;
  }

  private static rehash(): void {
    const old = TreeNames.slots;
    const count = (TreeNames.mask + 1) as usize;
    const slots = count * 2;
    TreeNames.mask = (slots - 1) as u32;
    TreeNames.slots = heap.alloc(slots << 3);
    memory.fill(TreeNames.slots, 0, slots << 3);
    for (let at: usize = 0; at < count; at++) {
      const entry = load<u64>(old + (at << 3));
      if (entry === 0) continue;
      const name = (entry & NUMBER_BITS) as usize;
      let slot = load<u32>(TreeNames.hashes + (name << 3)) & TreeNames.mask;
      while (load<u64>(TreeNames.slots + ((slot as usize) << 3)) !== 0) {
        slot = (slot + 1) & TreeNames.mask;
      }
      store<u64>(TreeNames.slots + ((slot as usize) << 3), entry);
    }
    heap.free(old);
  }
}
