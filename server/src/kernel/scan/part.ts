import type { ScannerExports, ScannerMemory } from './wasm.ts';

/** What one scanner found, as plain arrays. Names are numbers of its own. */
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
  /** The hash of each name, its lower and its upper half (server/scanner/hash.ts). */
  readonly hashes: Int32Array;
}

/** What a scanner found so far, in its memory: good until it scans again. */
export function partIn(scanner: ScannerExports, memory: ScannerMemory): ScanPart {
  const { buffer } = memory;
  const numbers = (address: number, length: number): Int32Array =>
    new Int32Array(buffer, address, length);
  const bytes = (address: number, length: number): Uint8Array =>
    new Uint8Array(buffer, address, length);
  const textFrom = numbers(scanner.nameFrom(), scanner.nameCount() + 1);
  return {
    fileRows: numbers(scanner.fileRows(), scanner.fileRowsLength()),
    records: bytes(scanner.recordBytes(), scanner.recordBytesLength()),
    dictionary: numbers(scanner.dictionary(), scanner.dictionaryLength()),
    roles: bytes(scanner.roles(), scanner.dictionaryLength()),
    definitions: numbers(scanner.definitions(), scanner.definitionsLength()),
    declared: numbers(scanner.declared(), scanner.declaredLength()),
    exported: numbers(scanner.exported(), scanner.exportedLength()),
    includes: numbers(scanner.includes(), scanner.includesLength()),
    text: bytes(scanner.nameText(), textFrom.at(-1) ?? 0),
    textFrom,
    hashes: numbers(scanner.nameHashes(), 2 * scanner.nameCount()),
  };
}

/** A part in memory of its own, that of its scanner is given back. */
export function copyOf(part: ScanPart): ScanPart {
  return {
    fileRows: part.fileRows.slice(),
    records: part.records.slice(),
    dictionary: part.dictionary.slice(),
    roles: part.roles.slice(),
    definitions: part.definitions.slice(),
    declared: part.declared.slice(),
    exported: part.exported.slice(),
    includes: part.includes.slice(),
    text: part.text.slice(),
    textFrom: part.textFrom.slice(),
    hashes: part.hashes.slice(),
  };
}
