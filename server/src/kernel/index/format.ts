/** A section of an index file: what one of its arrays holds, and of what numbers it is. */
export interface SectionFormat {
  readonly name: string;
  readonly element: 'u8' | 'i32' | 'f64';
  readonly holds: string;
}

/**
 * An index file, all numbers little-endian:
 *
 *     0   8 bytes   magic
 *     8   u32       format version
 *     12  u32       number of sections (as many as listed below)
 *     16  u32       checksum of the section table
 *     20  u32       length of the whole file in bytes, low half
 *     24  u32       the same, high half
 *     28  u32       0
 *     32            section table: for each section offset (f64), length in bytes (f64)
 *                   then the sections, each at a multiple of 8
 *     end           one u32 checksum for each block of `blockSize` bytes from the first section on
 *
 * A text is named by its place in `textFrom`, a file by its place in the sorted list of paths, a
 * function by its place in the order of files and lines. A change here changes `formatVersion`; a file
 * of another version is rebuilt.
 */
export const sections = [
  { name: 'meta', element: 'u8', holds: 'JSON: see IndexMeta' },
  {
    name: 'textFrom',
    element: 'i32',
    holds: 'where each text begins in `text`; one more at the end',
  },
  { name: 'text', element: 'u8', holds: 'UTF-8 of all texts; function names come first' },
  {
    name: 'nameSlots',
    element: 'i32',
    holds: 'hash table (FNV-1a, linear probing) of function names: text + 1, or 0',
  },
  {
    name: 'nameFrom',
    element: 'i32',
    holds: 'for each function name, where its functions begin in `nameFunctions`',
  },
  { name: 'nameFunctions', element: 'i32', holds: 'functions by name' },
  { name: 'filePath', element: 'i32', holds: 'text of each file’s path' },
  { name: 'fileBuild', element: 'u8', holds: 'build state (bits 0–1), trace state (bits 2–3)' },
  { name: 'fileSize', element: 'f64', holds: 'bytes of each file when it was read' },
  {
    name: 'fileTime',
    element: 'f64',
    holds: 'modification time of each file when it was read, ms',
  },
  { name: 'functionName', element: 'i32', holds: 'text' },
  { name: 'functionFile', element: 'i32', holds: 'file; ascending' },
  { name: 'functionLine', element: 'i32', holds: 'line of the name, one-based' },
  { name: 'functionEnd', element: 'i32', holds: 'line of the closing brace' },
  { name: 'functionFlags', element: 'u8', holds: 'bits of scan/facts.ts' },
  { name: 'functionMacro', element: 'i32', holds: 'text of the definition macro, or -1' },
  { name: 'functionWords', element: 'i32', holds: 'set of attributes' },
  { name: 'wordsFrom', element: 'i32', holds: 'where each set of attributes begins in `words`' },
  { name: 'words', element: 'i32', holds: 'texts of attributes' },
  { name: 'outFrom', element: 'i32', holds: 'where each function’s calls begin in `out`' },
  {
    name: 'out',
    element: 'u8',
    holds:
      'calls: varint kind | through << 2, zigzag line − line before (first: − the function’s), and unless kind is 2 zigzag callee − caller; kinds: 0 direct, 1 through a macro (text + 1), 2 through a slot, 3 through a parameter (text + 1)',
  },
  { name: 'inFrom', element: 'i32', holds: 'where each function’s callers begin in `in`' },
  {
    name: 'in',
    element: 'u8',
    holds:
      'varint count of callers, their ascending differences; the same of the slots that hold the function',
  },
  { name: 'slotVia', element: 'i32', holds: 'text of each slot: `struct.field`' },
  {
    name: 'slotFrom',
    element: 'i32',
    holds: 'where each slot’s functions begin in `slotFunctions`',
  },
  { name: 'slotFunctions', element: 'i32', holds: 'functions put into slots' },
  {
    name: 'slotCallerFrom',
    element: 'i32',
    holds: 'where each slot’s callers begin in `slotCallers`',
  },
  { name: 'slotCallers', element: 'i32', holds: 'functions that call through slots' },
  {
    name: 'hints',
    element: 'i32',
    holds: 'by function: function, word, line, callee or -1, macro or -1',
  },
  { name: 'roots', element: 'i32', holds: 'kind, function, file, line, label or -1' },
] as const satisfies readonly SectionFormat[];

export type SectionName = (typeof sections)[number]['name'];

export type SectionArray<Name extends SectionName> = Extract<
  (typeof sections)[number],
  { name: Name }
>['element'] extends 'u8'
  ? Uint8Array
  : Extract<(typeof sections)[number], { name: Name }>['element'] extends 'f64'
    ? Float64Array
    : Int32Array;

/** The arrays of an index. */
export type IndexSections = { readonly [Name in SectionName]: SectionArray<Name> };

/** What is said of an index as a whole. */
export interface IndexMeta {
  readonly release: string;
  readonly arch: string;
  /** Fingerprint of the configuration's text; empty without one. */
  readonly config: string;
  /** Files that were left out, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** `LPKINDEX`. */
export const magic: readonly number[] = [0x4c, 0x50, 0x4b, 0x49, 0x4e, 0x44, 0x45, 0x58];
export const formatVersion = 1;
export const headerSize = 32;
export const tableSize: number = sections.length * 16;
/** Bytes that one checksum covers. */
export const blockSize: number = 1 << 20;

/** Kinds of calls in `out`. */
export const DIRECT = 0;
export const THROUGH_MACRO = 1;
export const THROUGH_SLOT = 2;
export const THROUGH_PARAMETER = 3;
