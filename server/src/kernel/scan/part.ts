import { DECLARED_STRIDE, DEFINITION_STRIDE, EXPORTED_STRIDE, INCLUDE_STRIDE } from './facts.ts';
import type { ScannerExports } from './wasm.ts';

/** What one scanner found, as plain arrays that can go from thread to thread. Names are numbers of its own. */
export interface ScanPart {
  /** Rows of FILE_STRIDE numbers, in the order in which the files were scanned. */
  readonly fileRows: Int32Array;
  readonly records: Uint8Array;
  /** The names of each file, by their places in its record. */
  readonly dictionary: Int32Array;
  /** What each name of the dictionary is in its file. */
  readonly roles: Uint8Array;
  readonly definitions: Int32Array;
  readonly declared: Int32Array;
  readonly exported: Int32Array;
  readonly includes: Int32Array;
  /** UTF-8 of all names, one after the other; where each begins, and one more; name 0 is none. */
  readonly text: Uint8Array;
  readonly textFrom: Int32Array;
}

/** Numbers of a name's row in server/scanner/names.ts. */
const NAME_ROW = 6;

/** Copies what a scanner found out of its memory; names that only the scan needed are left behind. */
export function partOf(scanner: ScannerExports): ScanPart {
  const { buffer } = scanner.memory;
  const numbers = (address: number, length: number): Int32Array =>
    new Int32Array(buffer, address, length).slice();
  const bytes = (address: number, length: number): Uint8Array =>
    new Uint8Array(buffer, address, length).slice();
  const dictionary = numbers(scanner.dictionary(), scanner.dictionaryLength());
  const definitions = numbers(scanner.definitions(), scanner.definitionsLength());
  const declared = numbers(scanner.declared(), scanner.declaredLength());
  const exported = numbers(scanner.exported(), scanner.exportedLength());
  const includes = numbers(scanner.includes(), scanner.includesLength());
  const used = new UsedNames(scanner.nameCount());
  used.renumber(dictionary, 0, 1);
  used.renumber(definitions, 0, DEFINITION_STRIDE);
  for (const column of [1, 2, 3]) used.renumber(declared, column, DECLARED_STRIDE);
  for (const column of [1, 2]) used.renumber(exported, column, EXPORTED_STRIDE);
  used.renumber(includes, 1, INCLUDE_STRIDE);
  return {
    fileRows: numbers(scanner.fileRows(), scanner.fileRowsLength()),
    records: bytes(scanner.recordBytes(), scanner.recordBytesLength()),
    dictionary,
    roles: bytes(scanner.roles(), dictionary.length),
    definitions,
    declared,
    exported,
    includes,
    ...used.texts(scanner),
  };
}

/** Numbers the names that are used, in the order in which they are met. */
class UsedNames {
  private readonly map: Int32Array;
  private readonly atoms: Int32Array;
  private size = 1;

  constructor(atoms: number) {
    this.map = new Int32Array(atoms);
    this.atoms = new Int32Array(atoms);
  }

  /** Renumbers a column of an array in place; signs and 0 are kept. */
  renumber(array: Int32Array, column: number, stride: number): void {
    for (let at = column; at < array.length; at += stride) {
      const atom = array[at] ?? 0;
      if (atom !== 0) array[at] = atom < 0 ? -this.number(-atom) : this.number(atom);
    }
  }

  texts({ memory, nameRows, nameText }: ScannerExports): Pick<ScanPart, 'text' | 'textFrom'> {
    const { size, atoms } = this;
    const rows = new Int32Array(memory.buffer, nameRows());
    const source = new Uint8Array(memory.buffer, nameText());
    const textFrom = new Int32Array(size + 1);
    for (let name = 1; name < size; name++) {
      const length = rows[(atoms[name] ?? 0) * NAME_ROW + 5] ?? 0;
      textFrom[name + 1] = (textFrom[name] ?? 0) + length;
    }
    const text = new Uint8Array(textFrom[size] ?? 0);
    for (let name = 1; name < size; name++) {
      let from = rows[(atoms[name] ?? 0) * NAME_ROW] ?? 0;
      const end = textFrom[name + 1] ?? 0;
      for (let to = textFrom[name] ?? 0; to < end; to++) text[to] = source[from++] ?? 0;
    }
    return { text, textFrom };
  }

  private number(atom: number): number {
    const known = this.map[atom] ?? 0;
    if (known > 0) return known;
    const number = this.size++;
    this.map[atom] = number;
    this.atoms[number] = atom;
    return number;
  }
}

/** The buffers of a part, for a transfer. */
export function buffersOf(part: ScanPart): readonly ArrayBuffer[] {
  return Object.values(part).map((array: Int32Array | Uint8Array) => array.buffer as ArrayBuffer);
}
