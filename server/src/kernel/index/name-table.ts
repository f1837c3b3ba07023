import { u24 } from './bytes.ts';

const encoder = new TextEncoder();

/** As in server/scanner/hash.ts. */
const mix = 0x9e3779b97f4a7c15n;
const word = 8;

/**
 * The lower 32 bits of a name's hash, as the scanner computes it (server/scanner/hash.ts): of words of eight
 * bytes, what is missing in the last two is 0.
 */
export function hashOf(name: Uint8Array): number {
  const padded = new Uint8Array(Math.max(1, Math.ceil(name.length / (2 * word))) * 2 * word);
  padded.set(name);
  const view = new DataView(padded.buffer);
  let hash = BigInt.asUintN(64, BigInt(name.length) * mix);
  for (let at = 0; at < padded.length; at += word) {
    hash = BigInt.asUintN(64, (hash ^ view.getBigUint64(at, true)) * mix);
    hash ^= hash >> 32n;
  }
  return Number(BigInt.asIntN(32, hash));
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
  let slot = hashOf(bytes) & mask;
  for (let tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
    const id = u24(nameSlots, slot);
    if (id === 0) return 0;
    const from = textFrom[id] ?? 0;
    if ((textFrom[id + 1] ?? 0) - from !== bytes.length) continue;
    if (bytes.every((byte, at) => text[from + at] === byte)) return id;
  }
  return 0;
}
