/**
 * The file that keeps what is computed of a kernel's stacks beside its index, so that one function is
 * answered without reading the rest. Numbers are little-endian, sections follow each other:
 *
 *     "LPSTACKS", version (uint32), checksum of all that follows (uint32)
 *     for each section its length in bytes (uint32), in the order of `sectionNames`
 *     for each section its bytes, filled up to a multiple of four
 *
 * | section | holds |
 * |---|---|
 * | `stamp` | UTF-8: what the file belongs to (the index's stamp) |
 * | `shapes` | UTF-8: JSON, every distinct residency without its path |
 * | `entries` | UTF-8: JSON, every distinct way of being entered |
 * | `starts` | uint32 for each function and one more: where its row starts in `rows`; empty for `plainLeaf` entered by calls |
 * | `rows` | uint32: the number of its entry, then for each residency its shape, its first step upwards plus one, its first step downwards plus one |
 * | `steps` | int32: function, one-based line, certainty, the next step's number or -1 |
 */
export const keptMagic = 'LPSTACKS';

/** Raised whenever the analysis or the layout changes, so that what was kept is computed anew. */
export const keptVersion = 31;

export const sectionNames = ['stamp', 'shapes', 'entries', 'starts', 'rows', 'steps'] as const;

export type SectionName = (typeof sectionNames)[number];

/** Numbers of one step in `steps`. */
export const stepStride = 4;

/** Bytes before the sections. */
export const headBytes = keptMagic.length + 8 + 4 * sectionNames.length;

/** A length filled up to a multiple of four. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
