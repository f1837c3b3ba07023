/** What a name is in a file; the bits are those of server/src/kernel/scan/facts.ts. */
export const DEFINES_FUNCTION: i32 = 1;
export const DEFINES_MACRO: i32 = 2;
/** Called, given as an argument or put into a field. */
export const MENTIONED: i32 = 4;
export const FIELD_SET: i32 = 8;
export const FIELD_READ: i32 = 16;
