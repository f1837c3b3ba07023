import { Hash } from './hash';
import { Numbers } from './numbers';
import { TreeNames } from './tree-names';

/** Bytes of a name's row, and what stands where in it: hash, address of its text or 0, length, … */
const ROW: i32 = 32;
const TEXT: usize = 8;
const LENGTH: usize = 12;
const TRAITS: usize = 16;
/** Number in TreeNames, or 0 where it was not asked for. */
const IN_TREE: usize = 20;
/** The file whose dictionary last took the name in, and its place there. */
const FILE: usize = 24;
const PLACE: usize = 28;

/** A slot: hash, atom, age. */
const SLOT: usize = 16;
/** How many slots the smallest table has: more than twice as many as there are names that stay. */
const LEAST_SLOTS: i32 = 512;
const MOST_SIZES: i32 = 14;
/** No file is given a larger table at first: the largest are lists of plain numbers, of which no name is kept. */
const MOST_AT_FIRST: i32 = 7;
/** A file of so many bytes is given a slot at first. */
const BYTES_FOR_SLOT: i32 = 32;

/**
 * Names of the file being scanned as dense numbers (atoms); 0 is none. The words made known before the
 * first file keep their atoms, the lowest, in every file; all others are dropped at once when a file
 * begins, by counting an age up. The table is as large as the file asks for, so that it stays in the
 * nearest cache.
 */
export class Names {
  /** The tables, each twice as large as the one before, or 0. */
  private static tables: StaticArray<usize> = new StaticArray<usize>(MOST_SIZES);
  private static tableSize: i32 = 0;
  /** The table in use. */
  private static slots: usize = 0;
  /** Its bytes, less one slot. */
  private static mask: usize = 0;
  private static rows: usize = 0;
  private static capacity: i32 = 0;
  private static age: i32 = 1;
  /** The last atom that stays. */
  private static lasting: i32 = 0;
  private static size: i32 = 1;
  /** How many atoms there may be before the table grows. */
  private static limit: i32 = 0;

  static begin(): void {
    Names.capacity = 1 << 11;
    Names.rows = heap.alloc((Names.capacity * ROW) as usize);
    memory.fill(Names.rows, 0, ROW as usize);
    Names.useTable(0);
  }

  /** Makes the names known so far stay. */
  static keep(): void {
    Names.lasting = Names.size - 1;
  }

  /** Forgets the names of the file before; so many bytes come. */
  static beginFile(length: i32): void {
    Names.age++;
    Names.size = Names.lasting + 1;
    let size = 0;
    while (size < MOST_AT_FIRST && (LEAST_SLOTS << size) * BYTES_FOR_SLOT < length) size++;
    Names.useTable(size);
  }

  /** The atom of the name of `length` bytes at `from`, which stay there while the file is scanned. */
  static intern(from: usize, length: i32): i32 {
    if (length === 0) return 0;
    return Names.known(Hash.of(from, length), from, length);
  }

  /** The atom of a name whose bytes do not stay where they are. */
  static internCopy(from: usize, length: i32): i32 {
    const atom = Names.intern(from, length);
    const row = Names.row(atom);
    if (atom > 0 && load<u32>(row, TEXT) === (from as u32)) {
      Names.inTree(atom);
      store<u32>(row, 0, TEXT);
    }
    return atom;
  }

  /** The atom of a name with a hash. */
  @inline
  static known(hash: u64, from: usize, length: i32): i32 {
    const mask = Names.mask;
    let place = ((hash as usize) << 4) & mask;
    while (true) {
      const slot = Names.slots + place;
      const atom = load<i32>(slot, 8);
      if (load<u64>(slot) === hash && Names.isTaken(slot)) return atom;
      if (!Names.isTaken(slot)) break;
      place = (place + SLOT) & mask;
    }
    return Names.add(hash, from, length, Names.slots + place);
  }

  @inline
  private static row(atom: i32): usize {
    return Names.rows + ((atom * ROW) as usize);
  }

  static bytesOf(atom: i32): usize {
    const row = Names.row(atom);
    const text = load<u32>(row, TEXT) as usize;
    return text !== 0 ? text : TreeNames.bytesOf(load<i32>(row, IN_TREE));
  }

  static lengthOf(atom: i32): i32 {
    return load<i32>(Names.row(atom), LENGTH);
  }

  static hashOf(atom: i32): u64 {
    return load<u64>(Names.row(atom));
  }

  static traits(atom: i32): i32 {
    return load<i32>(Names.row(atom), TRAITS);
  }

  static setTraits(atom: i32, traits: i32): void {
    store<i32>(Names.row(atom), traits, TRAITS);
  }

  /** The byte at `index` of a name; negative counts from its end. */
  static byteAt(atom: i32, index: i32): u32 {
    const length = Names.lengthOf(atom);
    const place = index < 0 ? length + index : index;
    if (place < 0 || place >= length) return 0;
    return load<u8>(Names.bytesOf(atom) + (place as usize)) as u32;
  }

  /** The number in the tree of an atom, with its sign; 0 of 0. */
  static inTree(atom: i32): i32 {
    if (atom < 0) return -Names.inTree(-atom);
    if (atom === 0) return 0;
    const row = Names.row(atom);
    let name = load<i32>(row, IN_TREE);
    if (name === 0) {
      name = TreeNames.intern(
        load<u64>(row),
        load<u32>(row, TEXT) as usize,
        load<i32>(row, LENGTH),
      );
      store<i32>(row, name, IN_TREE);
    }
    return name;
  }

  /**
   * Puts the numbers in the tree in the place of the atoms in a list from an index on. The tree's table is
   * far larger than the caches: all its slots are asked for before the first is waited for.
   */
  static takeIntoTree(atoms: Numbers, first: i32): void {
    let touched: u64 = 0;
    for (let at = first; at < atoms.length; at++) {
      touched |= TreeNames.touch(load<u64>(Names.row(atoms.at(at))));
    }
    // It is read, so that no compiler drops the loop.
    if (touched === 0 && TreeNames.size > 1 << 24) return;
    for (let at = first; at < atoms.length; at++) atoms.set(at, Names.inTree(atoms.at(at)));
  }

  /** The place of an atom in the dictionary of a file, or -1. */
  static placeIn(file: i32, atom: i32): i32 {
    const row = Names.row(atom);
    return load<i32>(row, FILE) === file ? load<i32>(row, PLACE) : -1;
  }

  static setPlace(file: i32, atom: i32, place: i32): void {
    const row = Names.row(atom);
    store<i32>(row, file, FILE);
    store<i32>(row, place, PLACE);
  }

  private static add(hash: u64, from: usize, length: i32, slot: usize): i32 {
    const atom = Names.size++;
    if (atom >= Names.capacity) {
      Names.capacity *= 2;
      Names.rows = heap.realloc(Names.rows, (Names.capacity * ROW) as usize);
    }
    const row = Names.row(atom);
    store<u64>(row, hash);
    store<u32>(row, from as u32, TEXT);
    store<i32>(row, length, LENGTH);
    store<u64>(row, 0, TRAITS);
    store<u64>(row, 0, FILE);
    Names.take(slot, hash, atom);
    if (atom === Names.limit) Names.grow();
    return atom;
  }

  /** Takes the table of a size, made when it is first asked for: the names that stay are in each. */
  private static useTable(size: i32): void {
    const slots = (LEAST_SLOTS << size) as usize;
    Names.tableSize = size;
    Names.mask = (slots - 1) * SLOT;
    Names.limit = Names.size + ((slots / 2) as i32);
    Names.slots = Names.tables[size];
    if (Names.slots !== 0) return;
    Names.slots = heap.alloc(slots * SLOT);
    Names.tables[size] = Names.slots;
    // An atom that no name has: the slot is free.
    memory.fill(Names.slots, 0x7f, slots * SLOT);
    for (let atom = 1; atom <= Names.lasting; atom++) Names.place(atom);
  }

  private static grow(): void {
    if (Names.tableSize === MOST_SIZES - 1) return;
    Names.useTable(Names.tableSize + 1);
    for (let atom = Names.lasting + 1; atom < Names.size; atom++) Names.place(atom);
  }

  /** Puts an atom that is not in the table into it. */
  private static place(atom: i32): void {
    const hash = load<u64>(Names.row(atom));
    let place = ((hash as usize) << 4) & Names.mask;
    while (Names.isTaken(Names.slots + place)) place = (place + SLOT) & Names.mask;
    Names.take(Names.slots + place, hash, atom);
  }

  @inline
  private static isTaken(slot: usize): bool {
    return load<i32>(slot, 12) === Names.age || load<i32>(slot, 8) <= Names.lasting;
  }

  private static take(slot: usize, hash: u64, atom: i32): void {
    store<u64>(slot, hash);
    store<i32>(slot, atom, 8);
    store<i32>(slot, Names.age, 12);
  }
}
