import { Numbers } from './numbers';

/** What an owner of references is. The numbers here are those of server/src/kernel/scan/facts.ts. */
export const FUNCTION: i32 = 0;
export const MACRO: i32 = 1;
export const FILE_SCOPE: i32 = 2;

/** Bits of an owner's flags, above its kind. */
export const STATIC: i32 = 4;
export const OFF: i32 = 8;
export const DERIVED: i32 = 16;
export const OBJECT_LIKE: i32 = 32;
export const ASSEMBLY: i32 = 64;
export const CONTINUED: i32 = 128;

export const OWNER_STRIDE: i32 = 10;
export const OWNER_END: i32 = 3;

export const CALL: i32 = 1;
export const FIELD_CALL: i32 = 2;
export const ARGUMENT: i32 = 3;
export const ASSIGN: i32 = 4;
export const COPY: i32 = 5;
export const HINT: i32 = 6;
export const LABEL: i32 = 7;
export const INCLUDE: i32 = 8;
export const COPY_TARGET: i32 = 9;
export const PARAMETER_CALL: i32 = 10;
export const PARAMETER_ASSIGN: i32 = 11;
export const PARAMETER_PASS: i32 = 12;
export const FIELD_PASS: i32 = 13;
export const REF_OFF: i32 = 16;
export const ARGUMENT_SHIFT: i32 = 8;
export const REF_STRIDE: i32 = 5;

/** What the file being scanned holds, until it is written into its record. */
export class Facts {
  /** Flags, name, line, end line, definition macro, words from, words, refs from, refs, struct of the first parameter. */
  static owners: Numbers = new Numbers(1 << 12);
  static words: Numbers = new Numbers(1 << 12);
  /** Kind with bits, line, and three numbers that the kinds explain. */
  static refs: Numbers = new Numbers(1 << 14);
  /** Struct, name, type; what is no struct's is a macro that stands for a field: 0, name, minus the field. */
  static fields: Numbers = new Numbers(1 << 12);

  static begin(): void {
    Facts.owners.length = 0;
    Facts.words.length = 0;
    Facts.refs.length = 0;
    Facts.fields.length = 0;
  }

  /** Adds an owner with its words and references; gives its index. */
  static addOwner(
    flags: i32,
    name: i32,
    line: i32,
    endLine: i32,
    macro: i32,
    words: Numbers,
    refs: Numbers,
    parameter: i32,
  ): i32 {
    const owners = Facts.owners;
    const index = owners.length / OWNER_STRIDE;
    owners.push(flags);
    owners.push(name);
    owners.push(line);
    owners.push(endLine);
    owners.push(macro);
    owners.push(Facts.words.length);
    owners.push(words.length);
    owners.push(Facts.refs.length / REF_STRIDE);
    owners.push(refs.length / REF_STRIDE);
    owners.push(parameter);
    Facts.words.append(words);
    Facts.refs.append(refs);
    return index;
  }
}

/** Adds a reference to a list. */
export function pushRef(refs: Numbers, head: i32, line: i32, a: i32, b: i32, c: i32): void {
  refs.reserve(REF_STRIDE);
  const to = refs.base + ((refs.length as usize) << 2);
  store<i32>(to, head);
  store<i32>(to, line, 4);
  store<i32>(to, a, 8);
  store<i32>(to, b, 12);
  store<i32>(to, c, 16);
  refs.length += REF_STRIDE;
}

/** Adds a row to `Facts.fields`. */
export function addField(struct: i32, name: i32, type: i32): void {
  Facts.fields.push(struct);
  Facts.fields.push(name);
  Facts.fields.push(type);
}
