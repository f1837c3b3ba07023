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
import { ByteReader } from './bytes.ts';

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
  [FIELD_CALL, 'a', 'a', 'a'],
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

/** Reads `count` references from `from` on; `line` is their owner's. */
export function readRefs(
  bytes: Uint8Array,
  from: number,
  count: number,
  line: number,
  dictionary: Int32Array,
): Int32Array {
  const reader = new ByteReader(bytes);
  reader.position = from;
  const refs = new Int32Array(count * REF_STRIDE);
  let now = line;
  for (let at = 0; at < refs.length; at += REF_STRIDE) {
    const head = reader.varint();
    refs[at] = head;
    now += reader.zigzag();
    refs[at + 1] = now;
    let columns = columnsOf[head & 15] ?? 0;
    for (let column = at + 2; columns !== 0; column++, columns >>= 2) {
      const how = columns & 3;
      if (how === 0) continue;
      if (how === 3) {
        const place = reader.zigzag();
        refs[column] = place < 0 ? -nameAt(dictionary, -place) : nameAt(dictionary, place);
      } else {
        const value = reader.varint();
        refs[column] = how === 2 ? nameAt(dictionary, value) : value;
      }
    }
  }
  return refs;
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
