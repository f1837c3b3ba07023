import type { FileBuild } from '../link/file-build.ts';
import type { ScanPart } from '../scan/part.ts';
import type { Changes } from './changes.ts';
import { checksum } from './checksum.ts';

/** `LPKCHNGS`. */
const magic = [0x4c, 0x50, 0x4b, 0x43, 0x48, 0x4e, 0x47, 0x53];
const headerSize = 24;

/** The arrays of a part, in the order in which they stand in the file; those named here are of bytes. */
const arrays = [
  'fileRows',
  'records',
  'dictionary',
  'roles',
  'definitions',
  'declared',
  'exported',
  'includes',
  'text',
  'textFrom',
  'hashes',
] as const satisfies readonly (keyof ScanPart)[];
const ofBytes: ReadonlySet<string> = new Set(['records', 'roles', 'text']);

/** What stands before the arrays, as JSON. */
interface Head {
  /** Of the index that the changes are to: `IndexMeta.id`. */
  readonly base: string;
  readonly removed: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly modified: number;
    readonly part: number;
    readonly row: number;
  }[];
  readonly builds: readonly (readonly [string, FileBuild])[];
  /** Bytes of each array of each part. */
  readonly lengths: readonly (readonly number[])[];
}

/**
 * The bytes of a file that keeps changes to an index, which stays as it is:
 *
 *     0   8 bytes  magic
 *     8   u32      format version of the index
 *     12  u32      checksum of all that follows the header
 *     16  u32      bytes of the head; 20 u32 0
 *     24           the head (JSON), then the arrays of the parts, each at a multiple of 8
 */
export function encodeChanges(base: string, version: number, changes: Changes): Uint8Array {
  const parts = [...new Set(changes.files.map((file) => file.part))];
  const head: Head = {
    base,
    removed: changes.removed,
    files: changes.files.map(({ part, ...file }) => ({ ...file, part: parts.indexOf(part) })),
    builds: [...changes.builds],
    lengths: parts.map((part) => arrays.map((name) => part[name].byteLength)),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const total = head.lengths.flat().reduce((sum, length) => sum + align(length), 0);
  const bytes = new Uint8Array(headerSize + align(text.length) + total);
  bytes.set(magic);
  bytes.set(text, headerSize);
  let at = headerSize + align(text.length);
  for (const part of parts) {
    for (const name of arrays) {
      const { buffer, byteOffset, byteLength } = part[name];
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      at += align(byteLength);
    }
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(16, text.length, true);
  view.setUint32(12, checksum(bytes.buffer, 16, bytes.length - 16), true);
  return bytes;
}

/**
 * Reads what `encodeChanges` wrote; `undefined` where the bytes are damaged, of another version, or about
 * another index than `base`. `bytes` must begin its buffer.
 */
export function decodeChanges(
  base: string,
  version: number,
  bytes: Uint8Array,
): Changes | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < headerSize || bytes.byteOffset !== 0) return undefined;
  if (magic.some((byte, at) => bytes[at] !== byte)) return undefined;
  if (view.getUint32(8, true) !== version) return undefined;
  if (view.getUint32(12, true) !== checksum(bytes.buffer, 16, bytes.length - 16)) return undefined;
  const length = view.getUint32(16, true);
  const text = new TextDecoder().decode(bytes.subarray(headerSize, headerSize + length));
  const head = JSON.parse(text) as Head;
  if (head.base !== base) return undefined;
  let at = headerSize + align(length);
  const parts = head.lengths.map((lengths) => {
    const found = arrays.map((name, index) => {
      const size = lengths[index] ?? 0;
      const from = at;
      at += align(size);
      const array = ofBytes.has(name)
        ? new Uint8Array(bytes.buffer, from, size)
        : new Int32Array(bytes.buffer, from, size / 4);
      return [name, array] as const;
    });
    return Object.fromEntries(found) as unknown as ScanPart;
  });
  return {
    removed: head.removed,
    files: head.files.flatMap(({ part, ...file }) => {
      const found = parts[part];
      return found === undefined ? [] : [{ ...file, part: found }];
    }),
    builds: new Map(head.builds),
  };
}

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
