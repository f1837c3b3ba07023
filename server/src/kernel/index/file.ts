import { checksum } from './checksum.ts';
import {
  blockSize,
  formatVersion,
  headerSize,
  type IndexSections,
  magic,
  type SectionFormat,
  sections,
  tableSize,
} from './format.ts';
import { aligned, firstSection } from './layout.ts';

/** Why bytes are no index that can be used. */
export type IndexFault = 'not an index' | 'another version' | 'cut short' | 'damaged';

/** An index; its sections are read when they are first asked for. */
export type OpenedIndex =
  | { readonly kind: 'index'; readonly sections: IndexSections; verify(): boolean }
  | { readonly kind: 'fault'; readonly fault: IndexFault };

/** The bytes of an index file, which need not be there from the beginning. */
export interface FileBytes {
  /** As long as the file, from its beginning on. */
  readonly buffer: ArrayBufferLike;
  readonly length: number;
  /** Sees to it that what stands between two offsets is in the buffer; throws where it cannot be read. */
  need(from: number, to: number): void;
}

/** Bytes that are all there; they must begin their buffer. */
export function fileBytes({ buffer, byteOffset, length }: Uint8Array): FileBytes {
  if (byteOffset !== 0) throw new RangeError('An index must begin its buffer.');
  return { buffer, length, need: () => undefined };
}

/**
 * Opens an index in place. Only the header and the section table are checked here; `verify` checks
 * every block, and must be called before answers are called sure.
 */
export function openIndex(bytes: FileBytes): OpenedIndex {
  const { buffer, length: total } = bytes;
  if (total < firstSection) return { kind: 'fault', fault: 'not an index' };
  bytes.need(0, firstSection);
  const view = new DataView(buffer, 0, firstSection);
  if (magic.some((byte, at) => view.getUint8(at) !== byte)) {
    return { kind: 'fault', fault: 'not an index' };
  }
  if (view.getUint32(8, true) !== formatVersion || view.getUint32(12, true) !== sections.length) {
    return { kind: 'fault', fault: 'another version' };
  }
  if (view.getUint32(20, true) + view.getUint32(24, true) * 2 ** 32 !== total) {
    return { kind: 'fault', fault: 'cut short' };
  }
  if (checksum(buffer, headerSize, tableSize) !== view.getUint32(16, true)) {
    return { kind: 'fault', fault: 'damaged' };
  }
  const found = new OpenSections(bytes);
  let end = firstSection;
  for (let index = 0; index < sections.length; index++) {
    const offset = view.getFloat64(headerSize + index * 16, true);
    const length = view.getFloat64(headerSize + index * 16 + 8, true);
    if (offset !== end || !(length >= 0) || offset + length > total) {
      return { kind: 'fault', fault: 'damaged' };
    }
    end = aligned(offset + length);
    found.add(offset, length);
  }
  const blocks = Math.ceil((end - firstSection) / blockSize);
  if (end + blocks * 4 !== total) return { kind: 'fault', fault: 'damaged' };
  return {
    kind: 'index',
    sections: found as unknown as IndexSections,
    verify: () => allWhole(bytes, blocks, end),
  };
}

function allWhole(bytes: FileBytes, blocks: number, end: number): boolean {
  bytes.need(end, bytes.length);
  const sums = new DataView(bytes.buffer, end, blocks * 4);
  for (let block = 0; block < blocks; block++) {
    const start = firstSection + block * blockSize;
    const length = Math.min(blockSize, end - start);
    bytes.need(start, start + length);
    if (checksum(bytes.buffer, start, length) !== sums.getUint32(block * 4, true)) return false;
  }
  return true;
}

type Section = Uint8Array | Int32Array | Float64Array;

/**
 * Sections in their places, each read when it is first asked for. They are asked for millions of times:
 * so their getters stand in the prototype (below), where they cost as much as a property does.
 */
class OpenSections {
  private readonly places: (readonly [offset: number, length: number])[] = [];
  private readonly arrays: (Section | undefined)[] = sections.map(() => undefined);

  constructor(private readonly bytes: FileBytes) {}

  /** The place of the next section, in bytes. */
  add(offset: number, length: number): void {
    this.places.push([offset, length]);
  }

  at(index: number): Section {
    return this.arrays[index] ?? this.read(index);
  }

  private read(index: number): Section {
    const { bytes } = this;
    const [offset, length] = this.places[index] ?? [0, 0];
    bytes.need(offset, offset + length);
    const array = arrayOf(sections[index]?.element, bytes.buffer, offset, length);
    this.arrays[index] = array;
    return array;
  }
}

for (const [index, { name }] of sections.entries()) {
  Object.defineProperty(OpenSections.prototype, name, {
    get(this: OpenSections): Section {
      return this.at(index);
    },
  });
}

function arrayOf(
  element: SectionFormat['element'] | undefined,
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
): Section {
  if (element === 'i32') return new Int32Array(buffer, offset, length / 4);
  if (element === 'f64') return new Float64Array(buffer, offset, length / 8);
  return new Uint8Array(buffer, offset, length);
}
