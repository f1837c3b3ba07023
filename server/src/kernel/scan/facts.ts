/** What an owner of references is. */
export const FUNCTION = 0;
export const MACRO = 1;
/** What stands outside functions: initialisers and macros used at file scope. */
export const FILE_SCOPE = 2;

/** Bits of an owner's flags, above its kind (low two bits). server/scanner/facts.ts has the same numbers. */
export const STATIC = 4;
/** Stands in a branch that the configuration leaves out. */
export const OFF = 8;
/** Made up by a definition macro beside the function that was written. */
export const DERIVED = 16;
/** A macro without parameters. */
export const OBJECT_LIKE = 32;
/** A function in assembly. */
export const ASSEMBLY = 64;
/** The rest of the function of the same name and line, cut off by a preprocessor branch. */
export const CONTINUED = 128;

/** Kinds of references (low four bits of a reference's first number). */
export const CALL = 1;
/**
 * A call through a field: the field, the field before it or 0, and the struct of the base or 0; where a
 * field stands before, the struct that has that, minus the field that stands before that again, or 0.
 * A variable outside functions and a static call are fields too, of what stands for a struct here and in what
 * follows: `<variable>`, the path of the only file that a variable is known in, `<static_call>`.
 */
export const FIELD_CALL = 2;
/** A name alone as an argument: the name, the callee. */
export const ARGUMENT = 3;
/** A name put into a field: the name, the field, the struct (or minus the field before it, or 0). */
export const ASSIGN = 4;
/**
 * A field put into a field: the source, the target, the source's struct (as in ASSIGN). The target's
 * struct (as in ASSIGN) follows in a reference of kind COPY_TARGET.
 */
export const COPY = 5;
/** A task state or an endless timeout: the name, the callee it is an argument of or 0. */
export const HINT = 6;
/** A string literal among the arguments of a call that is also given a name: the literal, the callee. */
export const LABEL = 7;
/** An `#include` of a C file: the quoted path. */
export const INCLUDE = 8;
export const COPY_TARGET = 9;
/**
 * A call of the function's own parameter: its index. From FIRST_HOLDER on it is a variable, and a name put
 * into that is an ARGUMENT of the function itself.
 */
export const PARAMETER_CALL = 10;
/** The index of the first variable that counts as a parameter. */
export const FIRST_HOLDER = 24;
/** A parameter put into a field: its index, the field, the struct as in ASSIGN. */
export const PARAMETER_ASSIGN = 11;
/** A parameter alone as an argument: its index, the callee. */
export const PARAMETER_PASS = 12;
/**
 * A field given to a function whose name speaks of threads: the field, the callee, the struct as in
 * ASSIGN.
 */
export const FIELD_PASS = 13;
/** Bit of a reference in a branch that the configuration leaves out. */
export const REF_OFF = 16;
/** The argument's index, zero-based, stands above this bit. */
export const ARGUMENT_SHIFT = 5;

/** What a name is in a file. */
export const DEFINES_FUNCTION = 1;
export const DEFINES_MACRO = 2;
/** Called, given as an argument or put into a field. */
export const MENTIONED = 4;
/** A field that something is put into. */
export const FIELD_SET = 8;
/** A field that is called through, taken from or given away. */
export const FIELD_READ = 16;

/**
 * Numbers of a file: record from, bytes; dictionary from, names; definitions from, definitions; how
 * many functions and macros.
 */
export const FILE_STRIDE = 8;
/** Numbers of a definition: name, and place among the file's functions or macros << 8 | flags. */
export const DEFINITION_STRIDE = 2;
/**
 * Numbers of a declared field: file, field, struct, and its type: a struct, 0 for a function, or minus a typedef.
 * Of struct 0 are macros that stand for a field (`sk_prot`): the type is minus that field (`skc_prot`).
 */
export const DECLARED_STRIDE = 4;
/** Numbers of a name given to an export (`EXPORT_SYMBOL`): file, name, the export. */
export const EXPORTED_STRIDE = 3;
/** Numbers of an `#include` of a C file: file, path. */
export const INCLUDE_STRIDE = 2;
