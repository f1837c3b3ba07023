import { CONTINUED, FUNCTION, MACRO, REF_OFF } from '../scan/facts.ts';
import { ByteReader } from './bytes.ts';
import { REF_STRIDE, RefRows, uses } from './refs.ts';

/** Numbers of an owner. */
export const OWNER_STRIDE = 10;
/** Kind and bits of scan/facts.ts. */
export const OWNER_FLAGS = 0;
export const OWNER_NAME = 1;
/** One-based lines of the name and of the closing brace. */
export const OWNER_LINE = 2;
export const OWNER_END = 3;
/** The definition macro, or 0. */
export const OWNER_MACRO = 4;
/** The struct that a function's first parameter points to, or 0. */
export const OWNER_PARAMETER = 5;
/** Attributes of a function; parameters of a macro. */
export const OWNER_WORDS = 6;
export const OWNER_WORD_COUNT = 7;
/** Where its references begin among the bytes, and how many there are. */
const OWNER_REFS = 8;
const OWNER_REF_COUNT = 9;

/**
 * What a file says. Its bytes, where names are places in the file's dictionary, from 1; 0 is none:
 *
 *     varint             number of owners: functions by line, macros, what stands outside them
 *     for each owner:
 *       varint           flags and kind (scan/facts.ts)
 *       varint           name
 *       zigzag           line − that of the owner before (0 at first)
 *       zigzag           end line − line
 *       varint, varint   of a function: definition macro; struct of the first parameter
 *       varint …         number of words; the words
 *       varint, varint   number of references; their bytes
 *       references       see refs.ts
 *
 * Bytes that are no record give some record; nothing is thrown.
 */
export class FileRecord {
  /** Rows of OWNER_STRIDE numbers; names are numbers of the whole index. */
  readonly owners: Int32Array;
  readonly words: Int32Array;
  /** The owners that are functions, in the order of their lines, and that are macros. */
  readonly functions: readonly number[];
  readonly macros: readonly number[];
  private lastOwner = -1;
  private lastRefs: Int32Array = new Int32Array(0);

  /** `dictionary` holds the names of the index that the places of the file stand for. */
  constructor(
    private readonly bytes: Uint8Array,
    from: number,
    private readonly dictionary: Int32Array,
  ) {
    const reader = new ByteReader(bytes);
    reader.position = from;
    const name = (): number => {
      const place = reader.varint();
      return place === 0 ? 0 : (dictionary[place - 1] ?? 0);
    };
    const count = Math.min(reader.varint(), bytes.length);
    const owners = new Int32Array(count * OWNER_STRIDE);
    const words: number[] = [];
    const functions: number[] = [];
    const macros: number[] = [];
    let line = 0;
    for (let owner = 0; owner < count; owner++) {
      const base = owner * OWNER_STRIDE;
      const flags = reader.varint();
      owners[base] = flags;
      owners[base + OWNER_NAME] = name();
      line += reader.zigzag();
      owners[base + OWNER_LINE] = line;
      owners[base + OWNER_END] = line + reader.zigzag();
      if ((flags & 3) === FUNCTION) {
        owners[base + OWNER_MACRO] = name();
        owners[base + OWNER_PARAMETER] = name();
        if ((flags & CONTINUED) === 0) functions.push(owner);
      } else if ((flags & 3) === MACRO) macros.push(owner);
      const wordCount = Math.min(reader.varint(), bytes.length);
      owners[base + OWNER_WORDS] = words.length;
      owners[base + OWNER_WORD_COUNT] = wordCount;
      for (let word = 0; word < wordCount; word++) words.push(name());
      owners[base + OWNER_REF_COUNT] = Math.min(reader.varint(), bytes.length);
      const length = reader.varint();
      owners[base + OWNER_REFS] = reader.position;
      reader.position += length;
    }
    this.owners = owners;
    this.words = Int32Array.from(words);
    this.functions = functions;
    this.macros = macros;
  }

  get ownerCount(): number {
    return this.owners.length / OWNER_STRIDE;
  }

  /** The references of an owner: rows of REF_STRIDE numbers. Those asked for last are held. */
  refs(owner: number): Int32Array {
    if (owner === this.lastOwner) return this.lastRefs;
    const rows = new RefRows();
    this.read(owner, rows);
    this.lastRefs = rows.items.subarray(0, rows.count * REF_STRIDE);
    this.lastOwner = owner;
    return this.lastRefs;
  }

  /** Reads the references of an owner into `rows`. */
  read(owner: number, rows: RefRows): void {
    const base = owner * OWNER_STRIDE;
    rows.read(
      this.bytes,
      this.owners[base + OWNER_REFS] ?? 0,
      this.owners[base + OWNER_REF_COUNT] ?? 0,
      this.owners[base + OWNER_LINE] ?? 0,
      this.dictionary,
    );
  }

  /** Whether a name stands anywhere in what the file says. */
  speaksOf(name: number): boolean {
    return this.dictionary.includes(name);
  }

  /**
   * Visits the owners that use a name. `columns` tells for each kind of reference which of its numbers
   * counts: 1, 2, or 0 for none.
   */
  eachUser(name: number, columns: Uint8Array, visit: (owner: number) => void): void {
    const place = this.dictionary.indexOf(name) + 1;
    if (place === 0) return;
    const { owners, bytes } = this;
    for (let owner = 0, base = 0; base < owners.length; owner++, base += OWNER_STRIDE) {
      const count = owners[base + OWNER_REF_COUNT] ?? 0;
      if (count === 0) continue;
      if (uses(bytes, owners[base + OWNER_REFS] ?? 0, count, columns, place)) visit(owner);
    }
  }
}

/** Whether a reference with a head is left out by the configuration. */
export function isOff(head: number): boolean {
  return (head & REF_OFF) !== 0;
}
