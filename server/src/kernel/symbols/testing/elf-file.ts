/** A symbol of a made ELF file: its type (`STT_…`), the section it lies in, its address. */
export interface MadeSymbol {
  readonly name: string;
  readonly type: number;
  readonly section: 'text' | 'data';
  readonly address: bigint;
}

const encoder = new TextEncoder();

/** A small ELF64 executable with a symbol table: header, sections text, data, symtab, strtab. */
export function elfFile(symbols: readonly MadeSymbol[], isLittle = true): Uint8Array {
  const strings = [0];
  const entries = new DataView(new ArrayBuffer(24 * symbols.length));
  symbols.forEach(({ name, type, section, address }, index) => {
    entries.setUint32(index * 24, strings.length, isLittle);
    entries.setUint8(index * 24 + 4, type);
    entries.setUint16(index * 24 + 6, section === 'text' ? 1 : 2, isLittle);
    entries.setBigUint64(index * 24 + 8, address, isLittle);
    strings.push(...encoder.encode(name), 0);
  });
  const tableAt = 64;
  const stringsAt = tableAt + entries.byteLength;
  const sectionsAt = stringsAt + strings.length;
  const bytes = new Uint8Array(sectionsAt + 5 * 64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, isLittle ? 1 : 2, 1]);
  view.setUint16(16, 2, isLittle);
  view.setBigUint64(40, BigInt(sectionsAt), isLittle);
  view.setUint16(58, 64, isLittle);
  view.setUint16(60, 5, isLittle);
  bytes.set(new Uint8Array(entries.buffer), tableAt);
  bytes.set(strings, stringsAt);
  const section = (
    index: number,
    type: number,
    flags: bigint,
    at = 0,
    size = 0,
    link = 0,
  ): void => {
    const from = sectionsAt + index * 64;
    view.setUint32(from + 4, type, isLittle);
    view.setBigUint64(from + 8, flags, isLittle);
    view.setBigUint64(from + 24, BigInt(at), isLittle);
    view.setBigUint64(from + 32, BigInt(size), isLittle);
    view.setUint32(from + 40, link, isLittle);
  };
  section(1, 1, 6n);
  section(2, 1, 3n);
  section(3, 2, 0n, tableAt, entries.byteLength, 4);
  section(4, 3, 0n, stringsAt, strings.length);
  return bytes;
}
