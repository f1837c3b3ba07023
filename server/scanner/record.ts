import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  CALL,
  CONTINUED,
  COPY,
  COPY_TARGET,
  Facts,
  FIELD_CALL,
  FIELD_PASS,
  FILE_SCOPE,
  FUNCTION,
  HINT,
  INCLUDE,
  LABEL,
  MACRO,
  OWNER_STRIDE,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  REF_OFF,
  REF_STRIDE,
} from './facts';
import { EXPORT, EXPORT_KNOWN, Names } from './names';
import { Bytes, copyShort, Numbers } from './numbers';
import { contains } from './words';

/** What a name is in a file; the bits are those of server/src/kernel/index/record.ts. */
const DEFINES_FUNCTION: i32 = 1;
const DEFINES_MACRO: i32 = 2;
/** Called, given as an argument or put into a field. */
const MENTIONED: i32 = 4;
const FIELD_SET: i32 = 8;
const FIELD_READ: i32 = 16;

/** A varint of 32 bits takes no more bytes. */
const LONGEST: i32 = 5;

/**
 * Writes the facts of each file into a record of bytes, whose names are places in the file's own
 * dictionary: server/src/kernel/index/record.ts tells the layout.
 */
export class Records {
  /** For each file: record from, bytes; dictionary from, names; definitions from, definitions; functions; macros. */
  static files: Numbers = new Numbers(1 << 12);
  static bytes: Bytes = new Bytes(1 << 20);
  /** Names of the dictionaries (TreeNames), and what they are there. */
  static dictionary: Numbers = new Numbers(1 << 18);
  static roles: Bytes = new Bytes(1 << 18);
  /** Name, and place among the file's functions or macros << 8 | flags. */
  static definitions: Numbers = new Numbers(1 << 16);
  /** Fields of structs: file, field, struct, and a struct, 0 for a function, or minus a typedef. */
  static declared: Numbers = new Numbers(1 << 16);
  /** Names given to an export at file scope: file, name, the export. */
  static exports: Numbers = new Numbers(256);
  /** File, name that is a path. */
  static includes: Numbers = new Numbers(256);
  private static order: Numbers = new Numbers(1 << 10);
  private static refBytes: Bytes = new Bytes(1 << 16);
  private static file: i32 = 0;
  private static first: i32 = 0;
  private static definitionsFrom: i32 = 0;

  /** Writes the file whose facts are complete. */
  static write(): void {
    const from = Records.bytes.length;
    Records.file++;
    Records.first = Records.dictionary.length;
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
    Names.takeIntoTree(Records.dictionary, Records.first);
    Records.nameDefinitions();
    Records.declareFields();
    const files = Records.files;
    files.push(from);
    files.push(Records.bytes.length - from);
    files.push(Records.first);
    files.push(Records.dictionary.length - Records.first);
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
      Records.local(atom, kind === FUNCTION ? DEFINES_FUNCTION : DEFINES_MACRO);
      count++;
    }
    return count;
  }

  /** A name's place in the file's dictionary, from 1; 0 for none. */
  private static local(atom: i32, role: i32): i32 {
    if (atom === 0) return 0;
    let place = Names.placeIn(Records.file, atom);
    if (place < 0) {
      place = Records.dictionary.length - Records.first;
      Names.setPlace(Records.file, atom, place);
      Records.dictionary.push(atom);
      Records.roles.reserve(1);
      store<u8>(Records.roles.base + (Records.roles.length as usize), 0);
      Records.roles.length++;
    }
    const at = Records.roles.base + ((Records.first + place) as usize);
    store<u8>(at, load<u8>(at) | (role as u8));
    return place + 1;
  }

  /** As `local`, with the sign of the atom. */
  private static signed(atom: i32): i32 {
    return atom < 0 ? -Records.local(-atom, 0) : Records.local(atom, 0);
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
    bytes.varint(Records.local(owners.at(base + 1), 0));
    bytes.zigzag(line - before);
    bytes.zigzag(owners.at(base + 3) - line);
    if ((flags & 3) === FUNCTION) {
      bytes.varint(Records.local(owners.at(base + 4), 0));
      bytes.varint(Records.local(owners.at(base + 9), 0));
    }
    bytes.varint(words);
    const firstWord = owners.at(base + 5);
    for (let word = 0; word < words; word++) {
      bytes.varint(Records.local(Facts.words.at(firstWord + word), 0));
    }
    Records.refs(owners.at(base + 7), refs, line);
    if ((flags & 3) === FILE_SCOPE) Records.listExports(owners.at(base + 7), refs);
    const length = Records.refBytes.length;
    bytes.reserve(2 * LONGEST + length);
    bytes.varint(refs);
    bytes.varint(length);
    copyShort(bytes.base + (bytes.length as usize), Records.refBytes.base, length);
    bytes.length += length;
    return line;
  }

  private static refs(first: i32, count: i32, ownerLine: i32): void {
    const bytes = Records.refBytes;
    const refs = Facts.refs;
    bytes.length = 0;
    bytes.reserve(count * 5 * LONGEST);
    let line = ownerLine;
    for (let ref = first; ref < first + count; ref++) {
      const base = ref * REF_STRIDE;
      const head = refs.at(base);
      const kind = head & 15;
      const off = (head & REF_OFF) !== 0 ? 1 : 0;
      bytes.varint(kind | (off << 4) | ((head >>> ARGUMENT_SHIFT) << 5));
      bytes.zigzag(refs.at(base + 1) - line);
      line = refs.at(base + 1);
      Records.columns(kind, refs.at(base + 2), refs.at(base + 3), refs.at(base + 4));
    }
  }

  private static columns(kind: i32, a: i32, b: i32, c: i32): void {
    const bytes = Records.refBytes;
    switch (kind) {
      case CALL:
        bytes.varint(Records.local(a, MENTIONED));
        break;
      case INCLUDE:
        bytes.varint(Records.local(a, 0));
        Records.includes.push(Records.file - 1);
        Records.includes.push(Names.inTree(a));
        break;
      case FIELD_CALL:
        bytes.varint(Records.local(a, FIELD_READ));
        bytes.varint(Records.local(b, 0));
        bytes.zigzag(Records.signed(c));
        break;
      case ARGUMENT:
        bytes.varint(Records.local(a, MENTIONED));
        bytes.varint(Records.local(b, 0));
        break;
      case HINT:
      case LABEL:
        bytes.varint(Records.local(a, 0));
        bytes.varint(Records.local(b, 0));
        break;
      case FIELD_PASS:
        bytes.varint(Records.local(a, FIELD_READ));
        bytes.varint(Records.local(b, 0));
        bytes.zigzag(Records.signed(c));
        break;
      case ASSIGN:
        bytes.varint(Records.local(a, MENTIONED));
        bytes.varint(Records.local(b, FIELD_SET));
        bytes.zigzag(Records.signed(c));
        break;
      case COPY:
        bytes.varint(Records.local(a, FIELD_READ));
        bytes.varint(Records.local(b, 0));
        bytes.zigzag(Records.signed(c));
        break;
      case COPY_TARGET:
        bytes.varint(Records.local(a, FIELD_SET));
        bytes.zigzag(Records.signed(c));
        break;
      case PARAMETER_CALL:
        bytes.varint(a);
        break;
      case PARAMETER_ASSIGN:
        bytes.varint(a);
        bytes.varint(Records.local(b, FIELD_SET));
        bytes.zigzag(Records.signed(c));
        break;
      case PARAMETER_PASS:
        bytes.varint(a);
        bytes.varint(Records.local(b, 0));
        break;
      default:
        break;
    }
  }

  private static listExports(first: i32, count: i32): void {
    const refs = Facts.refs;
    for (let ref = first; ref < first + count; ref++) {
      const base = ref * REF_STRIDE;
      // The first argument of a use that no configuration leaves out.
      if (refs.at(base) !== ARGUMENT || !isExport(refs.at(base + 3))) continue;
      Records.exports.push(Records.file - 1);
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
      Records.declared.push(Records.file - 1);
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
