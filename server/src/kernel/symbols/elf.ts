import type { SymbolEntry } from './symbol-list.ts';

/** Bytes that are read piece by piece: a vmlinux with its debugging information is larger than memory allows. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** `length` bytes from `from` on, fewer where the source ends. */
  read(from: number, length: number): Uint8Array;
}

/** Why an ELF file gives no symbols; the message is for the user. */
export class ElfFault extends Error {}

/** Offsets and sizes of ELF64 (System V ABI, "Object Files"; `include/uapi/linux/elf.h`). */
const headerSize = 64;
const sectionSize = 64;
const symbolSize = 24;
const SYMTAB = 2;
const EXECUTABLE_SECTION = 4n;
const NO_TYPE = 0;
const FUNCTION = 2;
const OBJECT_FILE = 1;
const mostSections = 65_536;
const mostSymbolBytes = 1 << 28;
/** Symbols decoded at once, in bytes. */
const pieceSize = symbolSize * 4096;

/** Whether bytes begin an ELF file. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** The functions in an ELF64 file's symbol table, with their addresses. Throws an {@link ElfFault}. */
export function readElfFunctions(source: ByteSource): readonly SymbolEntry[] {
  return new ElfReader(source).functions();
}

interface Section {
  readonly type: number;
  readonly flags: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

class ElfReader {
  readonly #source: ByteSource;
  readonly #isLittle: boolean;
  readonly #header: DataView;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#header = this.#view(0, headerSize, 'its header');
    if (this.#header.getUint8(4) !== 2)
      throw new ElfFault('a 32-bit ELF file; expected a 64-bit vmlinux');
    this.#isLittle = this.#header.getUint8(5) !== 2;
    if (this.#header.getUint16(16, this.#isLittle) === OBJECT_FILE) {
      throw new ElfFault('an object file or a module; expected vmlinux');
    }
  }

  functions(): readonly SymbolEntry[] {
    const sections = this.#sections();
    const table = sections.find((section) => section.type === SYMTAB);
    if (table === undefined) throw new ElfFault('it has no symbol table (stripped)');
    const strings = sections[table.link];
    if (strings === undefined) throw new ElfFault('its symbol table names no table of strings');
    if (strings.size > mostSymbolBytes) throw new ElfFault('its table of strings is too large');
    const names = this.#bytes(strings.offset, strings.size, 'its table of strings');
    const found: SymbolEntry[] = [];
    const end = table.size - (table.size % symbolSize);
    if (end > mostSymbolBytes) throw new ElfFault('its symbol table is too large');
    for (let at = 0; at < end; at += pieceSize) {
      const piece = this.#view(
        table.offset + at,
        Math.min(pieceSize, end - at),
        'its symbol table',
      );
      for (let symbol = 0; symbol < piece.byteLength; symbol += symbolSize) {
        const type = piece.getUint8(symbol + 4) & 15;
        const section = sections[piece.getUint16(symbol + 6, this.#isLittle)];
        const isCode = section !== undefined && (section.flags & EXECUTABLE_SECTION) !== 0n;
        if (!isCode || (type !== FUNCTION && type !== NO_TYPE)) continue;
        const name = textAt(names, piece.getUint32(symbol, this.#isLittle));
        const address = piece.getBigUint64(symbol + 8, this.#isLittle).toString(16);
        if (name !== '') found.push({ name, address });
      }
    }
    return found;
  }

  #sections(): readonly Section[] {
    const header = this.#header;
    const offset = this.#offset(header, 40);
    if (offset === 0) throw new ElfFault('it has no section headers (stripped)');
    if (header.getUint16(58, this.#isLittle) !== sectionSize) {
      throw new ElfFault('its section headers are not of the usual size');
    }
    let count = header.getUint16(60, this.#isLittle);
    if (count === 0) count = this.#offset(this.#view(offset, sectionSize, 'its sections'), 32);
    if (count > mostSections) throw new ElfFault(`it names ${count} sections`);
    const table = this.#view(offset, count * sectionSize, 'its section headers');
    return Array.from({ length: count }, (_, index) => {
      const at = index * sectionSize;
      return {
        type: table.getUint32(at + 4, this.#isLittle),
        flags: table.getBigUint64(at + 8, this.#isLittle),
        offset: this.#offset(table, at + 24),
        size: this.#offset(table, at + 32),
        link: table.getUint32(at + 40, this.#isLittle),
      };
    });
  }

  /** A 64-bit offset or size. */
  #offset(view: DataView, at: number): number {
    const value = view.getBigUint64(at, this.#isLittle);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ElfFault('an offset in it is too large');
    return Number(value);
  }

  #view(from: number, length: number, what: string): DataView {
    const bytes = this.#bytes(from, length, what);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #bytes(from: number, length: number, what: string): Uint8Array {
    if (from + length > this.#source.size) {
      throw new ElfFault(`it is cut short: ${what} lie beyond its ${this.#source.size} bytes`);
    }
    const bytes = this.#source.read(from, length);
    if (bytes.length < length) throw new ElfFault(`it is cut short: ${what} cannot be read`);
    return bytes;
  }
}

const decoder = new TextDecoder('latin1');
const longestName = 4096;

function textAt(bytes: Uint8Array, from: number): string {
  const limit = Math.min(bytes.length, from + longestName);
  let end = from;
  while (end < limit && bytes[end] !== 0) end++;
  return decoder.decode(bytes.subarray(from, end));
}
