import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FIELD_PASS,
  HINT,
  INCLUDE,
  LABEL,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  REF_OFF,
} from '../scan/facts.ts';

/** Numbers of a reference: kind with bits, line, and three that the kinds of scan/facts.ts explain. */
export const REF_STRIDE = 5;

/** How a number of a reference is written: not at all, as it is, as a name, as a name with a sign. */
type Column = '' | 'n' | 'a' | 's';

/**
 * References, each written as
 *
 *     varint   kind | left out by the configuration << 4 | argument << 5
 *     zigzag   line − that of the reference before (at first: of the owner)
 *     …        the numbers that its kind has, as below
 */
const layout: readonly (readonly [number, Column, Column, Column])[] = [
  [CALL, 'a', '', ''],
  [FIELD_CALL, 'a', 'a', 's'],
  [FIELD_PASS, 'a', 'a', 's'],
  [ARGUMENT, 'a', 'a', ''],
  [ASSIGN, 'a', 'a', 's'],
  [COPY, 'a', 'a', 's'],
  [HINT, 'a', 'a', ''],
  [LABEL, 'a', 'a', ''],
  [INCLUDE, 'a', '', ''],
  [COPY_TARGET, 'a', '', 's'],
  [PARAMETER_CALL, 'n', '', ''],
  [PARAMETER_ASSIGN, 'n', 'a', 's'],
  [PARAMETER_PASS, 'n', 'a', ''],
];

/** The columns of each kind, two bits each: 1 number, 2 name, 3 name with a sign. */
const columnsOf = new Uint8Array(16);
/** How many numbers a kind has. */
const lengthOf = new Uint8Array(16);
for (const [kind, ...columns] of layout) {
  columns.forEach((column, at) => {
    columnsOf[kind] = (columnsOf[kind] ?? 0) | (' nas'.indexOf(column || ' ') << (at * 2));
    if (column !== '') lengthOf[kind] = (lengthOf[kind] ?? 0) + 1;
  });
}

/** References read one owner after the other into the same memory. */
export class RefRows {
  /** Rows of REF_STRIDE numbers; those past `count` are of owners read before. */
  items: Int32Array = new Int32Array(REF_STRIDE << 8);
  /** How many references were read last. */
  count = 0;

  /** Reads `count` references from `from` on; `line` is their owner's. */
  read(bytes: Uint8Array, from: number, count: number, line: number, dictionary: Int32Array): void {
    const length = count * REF_STRIDE;
    if (length > this.items.length) this.items = new Int32Array(length * 2);
    const refs = this.items;
    this.count = count;
    let now = line;
    let place = from;
    // Spelt out instead of read by a ByteReader: a walk over a whole tree does little else.
    const varint = (): number => {
      let byte = bytes[place++] ?? 0;
      if (byte < 128) return byte;
      let value = byte & 127;
      for (let shift = 7; shift < 35; shift += 7) {
        byte = bytes[place++] ?? 0;
        value |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      return value >>> 0;
    };
    for (let at = 0; at < length; at += REF_STRIDE) {
      const head = varint();
      refs[at] = head;
      const step = varint();
      now += (step >>> 1) ^ -(step & 1);
      refs[at + 1] = now;
      refs[at + 2] = 0;
      refs[at + 3] = 0;
      refs[at + 4] = 0;
      let columns = columnsOf[head & 15] ?? 0;
      for (let column = at + 2; columns !== 0; column++, columns >>= 2) {
        const how = columns & 3;
        if (how === 0) continue;
        const value = varint();
        if (how === 1) refs[column] = value;
        else if (how === 2) refs[column] = nameAt(dictionary, value);
        else if ((value & 1) === 0) refs[column] = nameAt(dictionary, value >>> 1);
        else refs[column] = -nameAt(dictionary, (value >>> 1) + 1);
      }
    }
  }
}

function nameAt(dictionary: Int32Array, place: number): number {
  return place === 0 ? 0 : (dictionary[place - 1] ?? 0);
}

/**
 * Whether one of `count` references from `from` on, which the configuration does not leave out, has
 * `place` as the number of its kind that `wanted` names (1 or 2; 0: none). Reads bytes only.
 */
export function uses(
  bytes: Uint8Array,
  from: number,
  count: number,
  wanted: Uint8Array,
  place: number,
): boolean {
  let at = from;
  for (let ref = 0; ref < count; ref++) {
    const head = bytes[at] ?? 0;
    while ((bytes[at++] ?? 0) > 127);
    while ((bytes[at++] ?? 0) > 127);
    const kind = head & 15;
    const column = (head & REF_OFF) === 0 ? (wanted[kind] ?? 0) : 0;
    const length = lengthOf[kind] ?? 0;
    for (let number = 1; number <= length; number++) {
      if (number !== column) {
        while ((bytes[at++] ?? 0) > 127);
        continue;
      }
      let byte = bytes[at++] ?? 0;
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++] ?? 0;
        value |= (byte & 127) << shift;
      }
      if (value === place) return true;
    }
  }
  return false;
}

/** The argument's index of a reference with a head. */
export function argumentOf(head: number): number {
  return head >>> ARGUMENT_SHIFT;
}
