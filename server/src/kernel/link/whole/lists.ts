import { ByteList } from './byte-list.ts';

/** Lists of numbers, one after the other; `from` tells where each begins, and has one more. */
export interface Lists {
  readonly from: Int32Array;
  readonly items: Int32Array;
}

/** Lists written one after the other, each without repetitions. */
export class ListWriter {
  private items = new Int32Array(1 << 12);
  private length = 0;
  private list = 0;
  private readonly from: Int32Array;
  /** The list that each number was put into last, plus one. */
  private readonly seen: Int32Array;

  /** For `lists` lists of numbers below `below`. */
  constructor(lists: number, below: number) {
    this.from = new Int32Array(lists + 1);
    this.seen = new Int32Array(below);
  }

  /** Adds a number to the list being written, unless it is there. */
  add(number: number): void {
    if (this.seen[number] === this.list + 1) return;
    this.seen[number] = this.list + 1;
    if (this.length === this.items.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.items);
      this.items = wider;
    }
    this.items[this.length++] = number;
  }

  /** Ends the list being written. */
  next(): void {
    this.from[++this.list] = this.length;
  }

  lists(): Lists {
    return { from: this.from, items: this.items.subarray(0, this.length) };
  }
}

/** For each number below `below`, the lists that it is in, ascending. */
export function turned({ from, items }: Lists, below: number): Lists {
  const turnedFrom = new Int32Array(below + 1);
  for (const item of items) turnedFrom[item + 1] = (turnedFrom[item + 1] ?? 0) + 1;
  for (let at = 0; at < below; at++) {
    turnedFrom[at + 1] = (turnedFrom[at + 1] ?? 0) + (turnedFrom[at] ?? 0);
  }
  const next = turnedFrom.slice();
  const lists = new Int32Array(items.length);
  for (let list = 0; list + 1 < from.length; list++) {
    for (let at = from[list] ?? 0; at < (from[list + 1] ?? 0); at++) {
      const item = items[at] ?? 0;
      lists[next[item] ?? 0] = list;
      next[item] = (next[item] ?? 0) + 1;
    }
  }
  return { from: turnedFrom, items: lists };
}

/** Ascending lists as sections of a file: where each begins among the bytes, and the bytes. */
export function packedLists({ from, items }: Lists): { from: Int32Array; bytes: Uint8Array } {
  const bytes = new ByteList();
  const bytesFrom = new Int32Array(from.length);
  for (let list = 0; list + 1 < from.length; list++) {
    bytes.ascending(items.subarray(from[list], from[list + 1]));
    bytesFrom[list + 1] = bytes.length;
  }
  return { from: bytesFrom, bytes: bytes.taken() };
}
