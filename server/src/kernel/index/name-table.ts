import { u24 } from './bytes.ts';

const encoder = new TextEncoder();

/** FNV-1a over bytes. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** No table of names is fuller. */
export const fullest = 0.75;

/** The least size of a table for so many names. */
export function slotsFor(names: number): number {
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
