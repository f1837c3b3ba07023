import { Dictionary } from './dictionary';
import {
  ARGUMENT,
  CONTINUED,
  Facts,
  FILE_SCOPE,
  FUNCTION,
  INCLUDE,
  MACRO,
  OWNER_STRIDE,
  REF_STRIDE,
} from './facts';
import { Names } from './names';
import { Bytes, copyShort, LONGEST, Numbers } from './numbers';
import { RefWriter } from './ref-writer';
import { DEFINES_FUNCTION, DEFINES_MACRO } from './roles';
import { EXPORT, EXPORT_KNOWN } from './traits';
import { contains } from './words';

/**
 * Writes the facts of each file into a record of bytes, whose names are places in the file's own
 * dictionary: server/src/kernel/index/record.ts tells the layout.
 */
export class Records {
  /** For each file: record from, bytes; dictionary from, names; definitions from, definitions; functions; macros. */
  static files: Numbers = new Numbers(1 << 12);
  static bytes: Bytes = new Bytes(1 << 20);
  /** Name, and place among the file's functions or macros << 8 | flags. */
  static definitions: Numbers = new Numbers(1 << 16);
  /** Fields of structs: file, field, struct, and a struct, 0 for a function, or minus a typedef. */
  static declared: Numbers = new Numbers(1 << 16);
  /** Names given to an export at file scope: file, name, the export. */
  static exports: Numbers = new Numbers(256);
  /** File, name that is a path. */
  static includes: Numbers = new Numbers(256);
  private static order: Numbers = new Numbers(1 << 10);
  private static file: i32 = -1;
  private static definitionsFrom: i32 = 0;

  /**
   * Makes room for files that hold about so many names in all, by what Linux 6.1 takes of each: lists that
   * grow are moved, and memory that is only reserved costs nothing.
   */
  static expect(names: i32): void {
    Records.bytes.reserve(names * 22);
    Records.definitions.reserve(names + names / 3);
    Records.declared.reserve(names + (names / 3) * 2);
    Dictionary.expect(names);
  }

  /** Writes the file whose facts are complete. */
  static write(): void {
    const from = Records.bytes.length;
    Records.file++;
    Dictionary.begin();
    Records.definitionsFrom = Records.definitions.length;
    Records.sort();
    const functions = Records.define(FUNCTION);
    const macros = Records.define(MACRO);
    Records.bytes.reserve(LONGEST);
    Records.bytes.varint(Records.order.length);
    let line = 0;
    for (let at = 0; at < Records.order.length; at++) {
      line = Records.owner(Records.order.at(at), line);
    }
    Dictionary.end();
    Records.nameDefinitions();
    Records.declareFields();
    const files = Records.files;
    files.push(from);
    files.push(Records.bytes.length - from);
    files.push(Dictionary.first);
    files.push(Dictionary.names.length - Dictionary.first);
    files.push(Records.definitionsFrom / 2);
    files.push((Records.definitions.length - Records.definitionsFrom) / 2);
    files.push(functions);
    files.push(macros);
  }

  /** Orders the owners: functions by their lines, macros, and what stands outside them. */
  private static sort(): void {
    const owners = Facts.owners;
    const count = owners.length / OWNER_STRIDE;
    const order = Records.order;
    order.length = 0;
    for (let kind = 0; kind < 3; kind++) {
      const first = order.length;
      for (let owner = 0; owner < count; owner++) {
        if ((owners.at(owner * OWNER_STRIDE) & 3) !== kind) continue;
        const line = owners.at(owner * OWNER_STRIDE + 2);
        order.push(owner);
        let at = order.length - 1;
        if (kind !== FUNCTION) continue;
        while (at > first && owners.at(order.at(at - 1) * OWNER_STRIDE + 2) > line) {
          order.set(at, order.at(at - 1));
          at--;
        }
        order.set(at, owner);
      }
    }
  }

  /** Lists the definitions of a kind; gives how many there are. */
  private static define(kind: i32): i32 {
    const owners = Facts.owners;
    let count = 0;
    for (let at = 0; at < Records.order.length; at++) {
      const base = Records.order.at(at) * OWNER_STRIDE;
      const flags = owners.at(base);
      if ((flags & 3) !== kind || (flags & CONTINUED) !== 0) continue;
      const atom = owners.at(base + 1);
      Records.definitions.push(atom);
      Records.definitions.push((count << 8) | flags);
      Dictionary.local(atom, kind === FUNCTION ? DEFINES_FUNCTION : DEFINES_MACRO);
      count++;
    }
    return count;
  }

  /** Writes an owner; gives its line, which the next owner's is told from. */
  private static owner(owner: i32, before: i32): i32 {
    const owners = Facts.owners;
    const base = owner * OWNER_STRIDE;
    const flags = owners.at(base);
    const line = owners.at(base + 2);
    const words = owners.at(base + 6);
    const refs = owners.at(base + 8);
    const bytes = Records.bytes;
    bytes.reserve((8 + words) * LONGEST);
    bytes.varint(flags);
    bytes.varint(Dictionary.local(owners.at(base + 1), 0));
    bytes.zigzag(line - before);
    bytes.zigzag(owners.at(base + 3) - line);
    if ((flags & 3) === FUNCTION) {
      bytes.varint(Dictionary.local(owners.at(base + 4), 0));
      bytes.varint(Dictionary.local(owners.at(base + 9), 0));
    }
    bytes.varint(words);
    const firstWord = owners.at(base + 5);
    for (let word = 0; word < words; word++) {
      bytes.varint(Dictionary.local(Facts.words.at(firstWord + word), 0));
    }
    RefWriter.write(owners.at(base + 7), refs, line);
    if ((flags & 3) === FILE_SCOPE) Records.listRefs(owners.at(base + 7), refs);
    const length = RefWriter.bytes.length;
    bytes.reserve(2 * LONGEST + length);
    bytes.varint(refs);
    bytes.varint(length);
    copyShort(bytes.base + (bytes.length as usize), RefWriter.bytes.base, length);
    bytes.length += length;
    return line;
  }

  /** Lists the C files that are taken in, and the names that are exported. */
  private static listRefs(first: i32, count: i32): void {
    const refs = Facts.refs;
    for (let ref = first; ref < first + count; ref++) {
      const base = ref * REF_STRIDE;
      const head = refs.at(base);
      if ((head & 15) === INCLUDE) {
        Records.includes.push(Records.file);
        Records.includes.push(Names.inTree(refs.at(base + 2)));
      }
      // The first argument of a use that no configuration leaves out.
      if (head !== ARGUMENT || !isExport(refs.at(base + 3))) continue;
      Records.exports.push(Records.file);
      Records.exports.push(Names.inTree(refs.at(base + 2)));
      Records.exports.push(Names.inTree(refs.at(base + 3)));
    }
  }

  /** Puts names of the tree in the place of the file's atoms. */
  private static nameDefinitions(): void {
    const definitions = Records.definitions;
    for (let at = Records.definitionsFrom; at < definitions.length; at += 2) {
      definitions.set(at, Names.inTree(definitions.at(at)));
    }
  }

  private static declareFields(): void {
    const fields = Facts.fields;
    for (let at = 0; at < fields.length; at += 3) {
      Records.declared.push(Records.file);
      Records.declared.push(Names.inTree(fields.at(at + 1)));
      Records.declared.push(Names.inTree(fields.at(at)));
      Records.declared.push(Names.inTree(fields.at(at + 2)));
    }
  }
}

/** `EXPORT_SYMBOL` and its like, `NOKPROBE_SYMBOL`, `ALLOW_ERROR_INJECTION`. */
function isExport(name: i32): bool {
  let traits = Names.traits(name);
  if ((traits & EXPORT_KNOWN) === 0) {
    const text = Names.bytesOf(name);
    const length = Names.lengthOf(name);
    const found =
      contains(text, length, 'EXPORT_') ||
      contains(text, length, 'NOKPROBE_SYMBOL') ||
      contains(text, length, 'ALLOW_ERROR_INJECTION');
    traits |= found ? EXPORT_KNOWN | EXPORT : EXPORT_KNOWN;
    Names.setTraits(name, traits);
  }
  return (traits & EXPORT) !== 0;
}
