import type { FileBuild } from '../link/file-build.ts';

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
 * The index holds what each file says, and for each name where it is said; what names mean is joined
 * when it is asked. A file is named by its place in the list of paths, sorted byte for byte, a name by
 * its place in `textFrom`; name 0 is none. "u24" is an unsigned number of three bytes. A change here
 * changes `formatVersion`; a file of another version is rebuilt.
 */
export const sections = [
  { name: 'meta', element: 'u8', holds: 'JSON: see IndexMeta' },
  { name: 'pathFrom', element: 'i32', holds: 'where each path begins in `paths`; one more' },
  { name: 'paths', element: 'u8', holds: 'UTF-8 of all paths' },
  { name: 'fileBuild', element: 'i32', holds: 'place among the builds of `meta`' },
  { name: 'fileSize', element: 'f64', holds: 'bytes of each file when it was read' },
  {
    name: 'fileTime',
    element: 'f64',
    holds: 'modification time of each file when it was read, ms',
  },
  { name: 'functionFrom', element: 'i32', holds: 'functions in the files before; one more' },
  { name: 'macroFrom', element: 'i32', holds: 'macros in the files before; one more' },
  { name: 'recordFrom', element: 'i32', holds: 'where each file’s record begins in `records`' },
  { name: 'records', element: 'u8', holds: 'owners and references of each file: see record.ts' },
  {
    name: 'dictionaryFrom',
    element: 'i32',
    holds: 'where each file’s names begin in `dictionary`; one more',
  },
  { name: 'dictionary', element: 'u8', holds: 'u24: the names that a file’s record speaks of' },
  { name: 'textFrom', element: 'i32', holds: 'where each name begins in `text`; one more' },
  { name: 'text', element: 'u8', holds: 'UTF-8 of all names' },
  {
    name: 'nameSlots',
    element: 'u8',
    holds: 'u24: hash table (name-table.ts, linear probing) of names, or 0',
  },
  {
    name: 'mentionFrom',
    element: 'u8',
    holds: 'u24: where each name’s files begin in `mentions`; one more',
  },
  {
    name: 'mentions',
    element: 'u8',
    holds: 'u24: file << 5 | what the name is there (scan/facts.ts), files ascending',
  },
  {
    name: 'definitionFrom',
    element: 'u8',
    holds: 'u24: where each name’s rows begin in `definitions`; one more',
  },
  {
    name: 'definitions',
    element: 'i32',
    holds: 'file, and place among its functions or macros << 8 | flags (scan/facts.ts)',
  },
  {
    name: 'declared',
    element: 'u8',
    holds:
      'u24: fields of structs, by name: name, file, struct, type (a struct << 1; 0; a typedef << 1 | 1)',
  },
  { name: 'exported', element: 'i32', holds: 'by name: name, file, the export' },
  { name: 'includes', element: 'i32', holds: 'C files taken in: file, name that is the path' },
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
  /** Tells the index from those of other states of the tree. */
  readonly id: string;
  /** The Makefiles that were looked for: path, bytes, modification time in ms; -1 where there was none. */
  readonly makefiles: readonly (readonly [path: string, size: number, modified: number])[];
  /** What the Makefiles say of files, each once. */
  readonly builds: readonly FileBuild[];
  /** Files that were left out, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** `LPKINDEX`. */
export const magic: readonly number[] = [0x4c, 0x50, 0x4b, 0x49, 0x4e, 0x44, 0x45, 0x58];
export const formatVersion = 12;
export const headerSize = 32;
export const tableSize: number = sections.length * 16;
/** Bytes that one checksum covers. */
export const blockSize: number = 1 << 20;
/** How far a file stands above what a name is there, in `mentions`. */
export const mentionShift = 5;
/** Numbers of a row of `declared`, `definitions`, `exported`, `includes`. */
export const DECLARED_ROW = 4;
export const DEFINITION_ROW = 2;
export const EXPORTED_ROW = 3;
export const INCLUDE_ROW = 2;
