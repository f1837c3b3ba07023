import { Dictionary } from './dictionary';
import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  Facts,
  FIELD_CALL,
  FIELD_PASS,
  HINT,
  INCLUDE,
  LABEL,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  REF_OFF,
  REF_STRIDE,
} from './facts';
import { Bytes, LONGEST } from './numbers';
import { FIELD_READ, FIELD_SET, MENTIONED } from './roles';

/** Writes the references of an owner. */
export class RefWriter {
  static bytes: Bytes = new Bytes(1 << 16);

  /** Fills `bytes` with `count` references from the first on; `ownerLine` is what the first line is told from. */
  static write(first: i32, count: i32, ownerLine: i32): void {
    const bytes = RefWriter.bytes;
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
      RefWriter.columns(kind, refs.at(base + 2), refs.at(base + 3), refs.at(base + 4));
    }
  }

  private static columns(kind: i32, a: i32, b: i32, c: i32): void {
    const bytes = RefWriter.bytes;
    switch (kind) {
      case CALL:
        bytes.varint(Dictionary.local(a, MENTIONED));
        break;
      case INCLUDE:
        bytes.varint(Dictionary.local(a, 0));
        break;
      case FIELD_CALL:
        bytes.varint(Dictionary.local(a, FIELD_READ));
        bytes.varint(Dictionary.local(b, 0));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case ARGUMENT:
        bytes.varint(Dictionary.local(a, MENTIONED));
        bytes.varint(Dictionary.local(b, 0));
        break;
      case HINT:
      case LABEL:
        bytes.varint(Dictionary.local(a, 0));
        bytes.varint(Dictionary.local(b, 0));
        break;
      case FIELD_PASS:
        bytes.varint(Dictionary.local(a, FIELD_READ));
        bytes.varint(Dictionary.local(b, 0));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case ASSIGN:
        bytes.varint(Dictionary.local(a, MENTIONED));
        bytes.varint(Dictionary.local(b, FIELD_SET));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case COPY:
        bytes.varint(Dictionary.local(a, FIELD_READ));
        bytes.varint(Dictionary.local(b, 0));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case COPY_TARGET:
        bytes.varint(Dictionary.local(a, FIELD_SET));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case PARAMETER_CALL:
        bytes.varint(a);
        break;
      case PARAMETER_ASSIGN:
        bytes.varint(a);
        bytes.varint(Dictionary.local(b, FIELD_SET));
        bytes.zigzag(Dictionary.signed(c));
        break;
      case PARAMETER_PASS:
        bytes.varint(a);
        bytes.varint(Dictionary.local(b, 0));
        break;
      default:
        break;
    }
  }
}
