import { addField } from './facts';
import { Lexer, NAME } from './lexer';
import { Numbers } from './numbers';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const STAR: i32 = 42;
const COMMA: i32 = 44;
const SEMICOLON: i32 = 59;
const COLON: i32 = 58;
const OPEN_INDEX: i32 = 91;
const OPEN_BRACE: i32 = 123;
const CLOSE_BRACE: i32 = 125;

/** Finds which fields of a struct are function pointers, structs or typedefs. */
export class FieldScanner {
  private structs: Numbers = new Numbers(64);
  private parenthesis: i32 = 0;
  private last: i32 = 0;
  private lastKind: i32 = 0;
  private pointerName: i32 = 0;
  private tag: i32 = 0;
  private type: i32 = 0;
  private first: i32 = 0;
  private opensTag: bool = false;

  begin(struct: i32): void {
    this.structs.length = 0;
    this.structs.push(struct);
    this.endField();
  }

  restore(depth: i32): void {
    if (depth > 0) this.structs.length = min(this.structs.length, depth);
  }

  /** Takes a token; true when it was the closing brace of the struct. */
  token(kind: i32): bool {
    switch (kind) {
      case NAME:
        this.name(Lexer.atom);
        break;
      case OPEN_BRACE:
        this.structs.push(this.opensTag && this.type > 0 ? this.type : this.struct());
        this.endField();
        break;
      case CLOSE_BRACE: {
        const closed = this.struct();
        if (this.structs.length > 0) this.structs.length--;
        this.endField();
        if (this.structs.length === 0) return true;
        this.type = closed === this.struct() ? 0 : closed;
        break;
      }
      case SEMICOLON:
        this.field();
        this.endField();
        break;
      case COMMA:
      case OPEN_INDEX:
      case COLON:
        if (this.parenthesis === 0) this.field();
        break;
      case OPEN:
        this.parenthesis++;
        break;
      case CLOSE:
        this.parenthesis--;
        break;
      default:
        break;
    }
    this.lastKind = kind;
    return false;
  }

  /** The struct whose fields are being read, or 0. */
  private struct(): i32 {
    const length = this.structs.length;
    return length > 0 ? this.structs.at(length - 1) : 0;
  }

  private name(name: i32): void {
    if (this.parenthesis > 0) {
      if (this.parenthesis === 1 && this.lastKind === STAR && this.pointerName === 0) {
        this.pointerName = name;
      }
      return;
    }
    if (name > Words.lastType && name <= Words.lastTag) {
      this.tag = name;
      this.opensTag = true;
      return;
    }
    if (name <= Words.lastKeyword) {
      if (this.first === 0 && name <= Words.lastType) this.first = name;
      return;
    }
    if (this.tag > 0) {
      this.type = name;
      this.tag = 0;
      return;
    }
    if (this.first === 0) this.first = name;
    this.last = name;
  }

  private field(): void {
    const struct = this.struct();
    if (struct === 0) return;
    if (this.pointerName > 0) addField(struct, this.pointerName, 0);
    else if (this.last > 0 && this.type > 0) addField(struct, this.last, this.type);
    else if (this.last > 0 && this.first > Words.lastKeyword && this.first !== this.last) {
      addField(struct, this.last, -this.first);
    }
    this.last = 0;
    this.pointerName = 0;
  }

  private endField(): void {
    this.parenthesis = 0;
    this.last = 0;
    this.pointerName = 0;
    this.tag = 0;
    this.type = 0;
    this.first = 0;
    this.opensTag = false;
  }
}
