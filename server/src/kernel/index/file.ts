import { checksum } from './checksum.ts';
import {
  blockSize,
  formatVersion,
  headerSize,
  type IndexSections,
  magic,
  type SectionName,
  sections,
  tableSize,
} from './format.ts';

/** Why bytes are no index that can be used. */
export type IndexFault = 'not an index' | 'another version' | 'cut short' | 'damaged';

export type OpenedIndex =
  | { readonly kind: 'index'; readonly sections: IndexSections; verify(): boolean }
  | { readonly kind: 'fault'; readonly fault: IndexFault };

const firstSection = align(headerSize + tableSize);

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

/** The bytes of an index file, as one array. */
export function encodeIndex(arrays: IndexSections): Uint8Array {
  const bytes = new Uint8Array(encodedSize(arrays));
  let at = 0;
  for (const piece of indexPieces(arrays)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** How long the file of these arrays is, in bytes. */
export function encodedSize(arrays: IndexSections): number {
  const end = placesOf(arrays).end;
  return end + Math.ceil((end - firstSection) / blockSize) * 4;
}

/** The bytes of an index file piece by piece; each piece is good only until the next is asked for. */
export function* indexPieces(arrays: IndexSections): Iterable<Uint8Array> {
  const { offsets, end } = placesOf(arrays);
  yield header(arrays, offsets, encodedSize(arrays));
  const sums: number[] = [];
  const block = new Uint8Array(blockSize);
  let filled = 0;
  for (const piece of paddedSections(arrays)) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, blockSize - filled);
      block.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < blockSize) continue;
      sums.push(checksum(block.buffer, 0, filled));
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) {
    sums.push(checksum(block.buffer, 0, filled));
    yield block.subarray(0, filled);
  }
  if (sums.length !== Math.ceil((end - firstSection) / blockSize)) {
    throw new Error('The blocks of the index do not add up.');
  }
  yield new Uint8Array(Uint32Array.from(sums).buffer);
}

function placesOf(arrays: IndexSections): {
  readonly offsets: readonly number[];
  readonly end: number;
} {
  let end = firstSection;
  const offsets = sections.map(({ name }) => {
    const offset = end;
    end = align(end + arrays[name].byteLength);
    return offset;
  });
  return { offsets, end };
}

function header(arrays: IndexSections, offsets: readonly number[], total: number): Uint8Array {
  const bytes = new Uint8Array(firstSection);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, sections.length, true);
  view.setUint32(20, total >>> 0, true);
  view.setUint32(24, Math.floor(total / 2 ** 32), true);
  sections.forEach(({ name }, index) => {
    view.setFloat64(headerSize + index * 16, offsets[index] ?? 0, true);
    view.setFloat64(headerSize + index * 16 + 8, arrays[name].byteLength, true);
  });
  view.setUint32(16, checksum(bytes.buffer, headerSize, tableSize), true);
  return bytes;
}

/** The bytes of every section, and those that bring the next to a multiple of 8. */
function* paddedSections(arrays: IndexSections): Iterable<Uint8Array> {
  for (const { name } of sections) {
    const { buffer, byteOffset, byteLength } = arrays[name];
    yield new Uint8Array(buffer, byteOffset, byteLength);
    yield new Uint8Array(align(byteLength) - byteLength);
  }
}

/**
 * Opens an index in place. Only the header and the section table are checked here; `verify` checks
 * every block, and must be called before answers are called sure. `bytes` must begin its buffer.
 */
export function openIndex(bytes: Uint8Array): OpenedIndex {
  if (bytes.length < firstSection || magic.some((byte, at) => bytes[at] !== byte)) {
    return { kind: 'fault', fault: 'not an index' };
  }
  const buffer = bytes.buffer;
  const view = new DataView(buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(8, true) !== formatVersion || view.getUint32(12, true) !== sections.length) {
    return { kind: 'fault', fault: 'another version' };
  }
  const total = view.getUint32(20, true) + view.getUint32(24, true) * 2 ** 32;
  if (total !== bytes.length) return { kind: 'fault', fault: 'cut short' };
  if (
    bytes.byteOffset !== 0 ||
    checksum(buffer, headerSize, tableSize) !== view.getUint32(16, true)
  ) {
    return { kind: 'fault', fault: 'damaged' };
  }
  const found: Partial<Record<SectionName, Uint8Array | Int32Array | Float64Array>> = {};
  let end = firstSection;
  for (const [index, { name, element }] of sections.entries()) {
    const offset = view.getFloat64(headerSize + index * 16, true);
    const length = view.getFloat64(headerSize + index * 16 + 8, true);
    if (offset !== end || !(length >= 0) || offset + length > total) {
      return { kind: 'fault', fault: 'damaged' };
    }
    end = align(offset + length);
    if (element === 'u8') found[name] = new Uint8Array(buffer, offset, length);
    else if (element === 'i32') found[name] = new Int32Array(buffer, offset, length / 4);
    else found[name] = new Float64Array(buffer, offset, length / 8);
  }
  const blocks = Math.ceil((end - firstSection) / blockSize);
  if (end + blocks * 4 !== total) return { kind: 'fault', fault: 'damaged' };
  return {
    kind: 'index',
    sections: found as IndexSections,
    verify: () => {
      for (let block = 0; block < blocks; block++) {
        if (blockSum(buffer, block, end) !== view.getUint32(end + block * 4, true)) return false;
      }
      return true;
    },
  };
}

function blockSum(buffer: ArrayBufferLike, block: number, end: number): number {
  const start = firstSection + block * blockSize;
  return checksum(buffer, start, Math.min(blockSize, end - start));
}
