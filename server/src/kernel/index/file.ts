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

/** The bytes of an index file. */
export function encodeIndex(arrays: IndexSections): Uint8Array {
  let end = firstSection;
  const offsets = sections.map(({ name }) => {
    const offset = end;
    end = align(end + arrays[name].byteLength);
    return offset;
  });
  const blocks = Math.ceil((end - firstSection) / blockSize);
  const total = end + blocks * 4;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, sections.length, true);
  view.setUint32(20, total >>> 0, true);
  view.setUint32(24, Math.floor(total / 2 ** 32), true);
  sections.forEach(({ name }, index) => {
    const array = arrays[name];
    const offset = offsets[index] ?? 0;
    view.setFloat64(headerSize + index * 16, offset, true);
    view.setFloat64(headerSize + index * 16 + 8, array.byteLength, true);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
  });
  view.setUint32(16, checksum(bytes.buffer, headerSize, tableSize), true);
  for (let block = 0; block < blocks; block++) {
    view.setUint32(end + block * 4, blockSum(bytes.buffer, block, end), true);
  }
  return bytes;
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
