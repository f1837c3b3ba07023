/*
 * What the scanner asks of its host: imports of the module `host`. `address` and `length` are of a text.
 */

/**
 * Asks what a word in a function's head is: traits of names.ts.
 */
export declare function classify(address: usize, length: i32): i32;

/** Writes the path of the file being scanned to an address, `most` bytes at most; gives how many it wrote. */
export declare function pathOfFile(address: usize, most: i32): i32;

/** What a condition is under the configuration. */
export const FALSE: i32 = 0;
export const TRUE: i32 = 1;
export const UNKNOWN: i32 = 2;

/** Judges the condition of an `#if` or `#elif`: the rest of its line. */
export declare function judge(address: usize, length: i32): i32;

/** Judges whether a name is defined: the rest of an `#ifdef` line. */
export declare function defined(address: usize, length: i32): i32;
