/** What an owner of references is. */
export const FUNCTION = 0;
export const MACRO = 1;
/** What stands outside functions: initialisers and macros used at file scope. */
export const FILE_SCOPE = 2;

/** Bits of an owner's flags, above its kind (low two bits). */
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

/**
 * Numbers of an owner: flags, name, line, end line, definition macro, words from, words, refs from,
 * refs, the struct that a function's first parameter points to (or 0).
 */
export const OWNER_STRIDE = 10;
export const OWNER_FLAGS = 0;
export const OWNER_NAME = 1;
export const OWNER_LINE = 2;
export const OWNER_END = 3;
export const OWNER_MACRO = 4;
/** Attributes of a function; parameters of a macro. */
export const OWNER_WORDS = 5;
export const OWNER_WORD_COUNT = 6;
export const OWNER_REFS = 7;
export const OWNER_REF_COUNT = 8;
export const OWNER_PARAMETER = 9;

/** Kinds of references (low four bits of a reference's first number). */
export const CALL = 1;
/** A call through a field: the field, the field before it or 0, the struct of the base or 0. */
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
/** A call of the function's own parameter: its index. */
export const PARAMETER_CALL = 10;
/** A parameter put into a field: its index, the field, the struct as in ASSIGN. */
export const PARAMETER_ASSIGN = 11;
/** A parameter alone as an argument: its index, the callee. */
export const PARAMETER_PASS = 12;
/** Bit of a reference in a branch that the configuration leaves out. */
export const REF_OFF = 16;
/** The argument's index, zero-based, stands above this bit. */
export const ARGUMENT_SHIFT = 8;

/** Numbers of a reference: kind with bits, line, and three that the kinds explain. */
export const REF_STRIDE = 5;

/** Numbers of a field: struct, name, type (a struct; 0: function pointer; negative: a typedef). */
export const FIELD_STRIDE = 3;

/** A growing list of numbers. */
export class Numbers {
  items: Int32Array<ArrayBuffer>;
  length = 0;

  /** With room for `capacity` numbers; memory that is not written to costs nothing. */
  constructor(capacity = 256) {
    this.items = new Int32Array(Math.max(256, Math.ceil(capacity)));
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const wider = new Int32Array(Math.ceil(this.items.length * 1.5));
      wider.set(this.items);
      this.items = wider;
    }
    this.items[this.length++] = value;
  }

  /** The numbers, not copied. */
  taken(): Int32Array {
    return this.items.subarray(0, this.length);
  }

  append(other: Numbers): void {
    this.appendItems(other.items.subarray(0, other.length));
  }

  appendItems(other: Int32Array): void {
    const needed = this.length + other.length;
    if (needed > this.items.length) {
      const wider = new Int32Array(Math.max(needed, Math.ceil(this.items.length * 1.5)));
      wider.set(this.items.subarray(0, this.length));
      this.items = wider;
    }
    this.items.set(other, this.length);
    this.length = needed;
  }
}

/** Numbers of a file: owners from, owners, fields from, fields. */
export const FILE_STRIDE = 4;

/** References that stand in one array; the first of them has the number `from`. */
export interface RefBlock {
  readonly from: number;
  readonly items: Int32Array;
}

/**
 * What was found in a tree, as numbers: names are atoms of one table. Files, owners, words and fields
 * stand in the order of the files; references stay in the blocks that the scanners made.
 */
export class TreeFacts {
  readonly files = new Numbers();
  readonly owners: Numbers;
  readonly words = new Numbers();
  readonly fields: Numbers;
  readonly blocks: RefBlock[] = [];

  /** With room for so many numbers of owners and of fields. */
  constructor(owners: number, fields: number) {
    this.owners = new Numbers(owners);
    this.fields = new Numbers(fields);
  }

  /** The block that holds the reference of a number. */
  blockOf(ref: number): RefBlock {
    for (let at = this.blocks.length - 1; at > 0; at--) {
      const block = this.blocks[at];
      if (block !== undefined && block.from <= ref) return block;
    }
    return this.blocks[0] ?? noBlock;
  }
}

const noBlock: RefBlock = { from: 0, items: new Int32Array(0) };

/**
 * What a scan found, of one file after the other, as numbers: names are atoms of the scan's table.
 * Independent of every other file, so that a changed file is scanned alone.
 */
export class Facts {
  readonly files = new Numbers();
  readonly owners: Numbers;
  readonly words = new Numbers();
  readonly refs: Numbers;
  readonly fields: Numbers;

  /** With room for what `bytes` of kernel source usually hold, so that no array has to grow. */
  constructor(bytes = 0) {
    this.owners = new Numbers(bytes * 0.011);
    this.refs = new Numbers(bytes * 0.036);
    this.fields = new Numbers(bytes * 0.0025);
  }

  /** Adds an owner with its references and words; gives its index. */
  addOwner(
    flags: number,
    name: number,
    line: number,
    endLine: number,
    macro: number,
    words: Numbers,
    refs: Numbers,
    parameter = 0,
  ): number {
    const index = this.owners.length / OWNER_STRIDE;
    const owners = this.owners;
    owners.push(flags);
    owners.push(name);
    owners.push(line);
    owners.push(endLine);
    owners.push(macro);
    owners.push(this.words.length);
    owners.push(words.length);
    owners.push(this.refs.length / REF_STRIDE);
    owners.push(refs.length / REF_STRIDE);
    owners.push(parameter);
    this.words.append(words);
    this.refs.append(refs);
    return index;
  }
}
