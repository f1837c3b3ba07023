import { checksum } from './checksum.ts';
import {
  blockSize,
  formatVersion,
  headerSize,
  type IndexSections,
  magic,
  sections,
  tableSize,
} from './format.ts';

/** Where the first section begins. */
export const firstSection: number = aligned(headerSize + tableSize);

/** The next multiple of 8. */
export function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

/** A stretch of an index file, and its bytes. */
export interface FilePiece {
  readonly offset: number;
  /** Good until the next piece is asked for. */
  readonly bytes: Uint8Array;
}

/** Where everything stands in the file of some arrays, and the file's bytes in pieces. */
export class IndexLayout {
  private readonly offsets: readonly number[];
  /** Where the sections end. */
  private readonly end: number;
  readonly blocks: number;
  /** Bytes of the whole file. */
  readonly length: number;

  constructor(private readonly arrays: IndexSections) {
    let end = firstSection;
    this.offsets = sections.map(({ name }) => {
      const offset = end;
      end = aligned(end + arrays[name].byteLength);
      return offset;
    });
    this.end = end;
    this.blocks = Math.ceil((end - firstSection) / blockSize);
    this.length = end + this.blocks * 4;
  }

  /** Every `of`-th block from the `share`-th on; the checksum of each goes to its place in `sums`. */
  *blocksOf(share: number, of: number, sums: Int32Array): Iterable<FilePiece> {
    const room = new Uint8Array(blockSize);
    for (let block = share; block < this.blocks; block += of) {
      const offset = firstSection + block * blockSize;
      const bytes = room.subarray(0, Math.min(blockSize, this.end - offset));
      this.copy(offset, bytes);
      sums[block] = checksum(room.buffer, 0, bytes.length);
      yield { offset, bytes };
    }
  }

  /** What stands before the sections and after them. */
  *ends(sums: Int32Array): Iterable<FilePiece> {
    yield { offset: 0, bytes: this.header() };
    const { buffer, byteOffset, byteLength } = Int32Array.from(sums);
    yield { offset: this.end, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
  }

  /** All pieces, in no order. */
  *pieces(): Iterable<FilePiece> {
    const sums = new Int32Array(this.blocks);
    yield* this.blocksOf(0, 1, sums);
    yield* this.ends(sums);
  }

  /** Copies what stands from `offset` on; what pads a section is 0. */
  private copy(offset: number, target: Uint8Array): void {
    target.fill(0);
    const end = offset + target.length;
    for (const [index, { name }] of sections.entries()) {
      const array = this.arrays[name];
      const start = this.offsets[index] ?? 0;
      const from = Math.max(offset, start);
      const to = Math.min(end, start + array.byteLength);
      if (from >= to) continue;
      const source = new Uint8Array(array.buffer, array.byteOffset + from - start, to - from);
      target.set(source, from - offset);
    }
  }

  private header(): Uint8Array {
    const bytes = new Uint8Array(firstSection);
    const view = new DataView(bytes.buffer);
    bytes.set(magic);
    view.setUint32(8, formatVersion, true);
    view.setUint32(12, sections.length, true);
    view.setUint32(20, this.length >>> 0, true);
    view.setUint32(24, Math.floor(this.length / 2 ** 32), true);
    sections.forEach(({ name }, index) => {
      view.setFloat64(headerSize + index * 16, this.offsets[index] ?? 0, true);
      view.setFloat64(headerSize + index * 16 + 8, this.arrays[name].byteLength, true);
    });
    view.setUint32(16, checksum(bytes.buffer, headerSize, tableSize), true);
    return bytes;
  }
}

/** The bytes of an index file, as one array. */
export function encodeIndex(arrays: IndexSections): Uint8Array {
  const layout = new IndexLayout(arrays);
  const bytes = new Uint8Array(layout.length);
  for (const piece of layout.pieces()) bytes.set(piece.bytes, piece.offset);
  return bytes;
}
