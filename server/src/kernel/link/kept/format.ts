/**
 * The file that keeps what the names of a whole tree come to, beside its index. Numbers are
 * little-endian; every section stands at a multiple of 8.
 *
 *     0   8 bytes  magic
 *     8   u32      version
 *     12  u32      checksum of all that follows
 *     16  u32 …    length in bytes of each section, in the order below
 *
 * | section | holds |
 * |---|---|
 * | `head` | JSON: `LinksHead` |
 * | `callFrom` | i32: where the calls of each function begin in `calls`; one more |
 * | `calls` | rows of what each function calls, in the order of lines: see below |
 * | `vias` | i32: the macros that calls go through, those used most first |
 * | `callerFrom` | i32: where the callers of each function begin in `callers`; one more |
 * | `callers` | who calls a function by its name or as a parameter: ascending lists |
 * | `slots` | i32: field and struct of each slot that holds functions, ascending |
 * | `memberFrom` | i32: where the functions of each slot begin in `members`; one more |
 * | `members` | the functions in each slot: ascending lists |
 * | `throughFrom` | i32: where the callers of each slot begin in `through`; one more |
 * | `through` | who calls through each slot: ascending lists |
 * | `holderFrom` | i32: where the slots of each function begin in `holders`; one more |
 * | `holders` | the slots that each function is in: ascending lists |
 * | `built` | u8: 1 for each function that the configuration does not leave out |
 * | `roots` | i32: rows of kind and label (places in the head’s lists, -1 for none), function, file, line |
 * | `copies` | i32: rows of what is copied between slots: field and struct, field and struct that it goes into, in how many places |
 * | `changes` | how the files were other than in the index, as index/changes-file.ts has it; empty where they were not |
 *
 * An ascending list is a varint for each of its numbers: what is added to the one before, at first to 0.
 * A call is
 *
 *     u8       form, below | lines after the call before (at first: after the function’s line) << 3, up to
 *              30; 31 where a zigzag varint with the lines follows
 *     varint   a function, as a zigzag of what is added to the caller’s number; of SLOT, the slot
 *     varint   of MACRO the place of the macro’s name in `vias`, of PARAMETER the parameter’s index
 */
export const sectionNames = [
  'head',
  'callFrom',
  'calls',
  'vias',
  'callerFrom',
  'callers',
  'slots',
  'memberFrom',
  'members',
  'throughFrom',
  'through',
  'holderFrom',
  'holders',
  'built',
  'roots',
  'copies',
  'changes',
] as const;

export type LinkSection = (typeof sectionNames)[number];

type ByteSection =
  | 'head'
  | 'calls'
  | 'callers'
  | 'members'
  | 'through'
  | 'holders'
  | 'built'
  | 'changes';

/** The arrays of a file. */
export type LinkSections = {
  readonly [Name in LinkSection]: Name extends ByteSection ? Uint8Array : Int32Array;
};

export const byteSections: ReadonlySet<LinkSection> = new Set<ByteSection>([
  'head',
  'calls',
  'callers',
  'members',
  'through',
  'holders',
  'built',
  'changes',
]);

/** What is said of the file as a whole. */
export interface LinksHead {
  /** `IndexMeta.id` of the index that the numbers belong to, together with `changes`. */
  readonly index: string;
  /** The kinds and labels that `roots` speaks of. */
  readonly kinds: readonly string[];
  readonly labels: readonly string[];
}

/** `LPKLINKS`. */
export const magic: readonly number[] = [0x4c, 0x50, 0x4b, 0x4c, 0x49, 0x4e, 0x4b, 0x53];
/** Raised whenever what is joined, or the layout, changes, so that what was kept is joined anew. */
export const linksVersion = 11;
/** Where the lengths of the sections begin, and where the first section. */
export const lengthsAt = 16;
export const firstSection: number = aligned(lengthsAt + sectionNames.length * 4);

/** Forms of a call: by name, through a macro, through a slot, of a parameter, in assembly. */
export const DIRECT = 0;
export const MACRO = 1;
export const SLOT = 2;
export const PARAMETER = 3;
export const ASSEMBLY = 4;
/** Where the lines stand above the form, and what stands there when they do not fit. */
export const LINES_SHIFT = 3;
export const MANY_LINES = 31;

export const ROOT_STRIDE = 5;
export const COPY_STRIDE = 5;

/** The next multiple of 8. */
export function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
