import type { Facts } from './facts.ts';
import { lastKeyword, lastTagWord, lastTypeWord } from './keywords.ts';
import { type Lexer, NAME } from './lexer.ts';

const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const SEMICOLON = 59;
const COLON = 58;
const OPEN_INDEX = 91;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Finds which fields of a struct are function pointers, structs or typedefs. */
export class FieldScanner {
  private readonly structs: number[] = [];
  private parenthesis = 0;
  private last = 0;
  private lastKind = 0;
  private pointerName = 0;
  private tag = 0;
  private type = 0;
  private first = 0;
  private opensTag = false;

  constructor(
    private readonly lexer: Lexer,
    private readonly facts: Facts,
  ) {}

  begin(struct: number): void {
    this.structs.length = 0;
    this.structs.push(struct);
    this.endField();
  }

  restore(depth: number): void {
    if (depth > 0) this.structs.length = Math.min(this.structs.length, depth);
  }

  /** Takes a token; true when it was the closing brace of the struct. */
  token(kind: number): boolean {
    switch (kind) {
      case OPEN_BRACE:
        this.structs.push(this.opensTag && this.type > 0 ? this.type : (this.structs.at(-1) ?? 0));
        this.endField();
        break;
      case CLOSE_BRACE: {
        const closed = this.structs.pop() ?? 0;
        this.endField();
        if (this.structs.length === 0) return true;
        this.type = closed === this.structs.at(-1) ? 0 : closed;
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
      case NAME:
        this.name(this.lexer.atom);
        break;
      default:
        break;
    }
    this.lastKind = kind;
    return false;
  }

  private name(name: number): void {
    if (this.parenthesis > 0) {
      if (this.parenthesis === 1 && this.lastKind === STAR && this.pointerName === 0) {
        this.pointerName = name;
      }
      return;
    }
    if (name > lastTypeWord && name <= lastTagWord) {
      this.tag = name;
      this.opensTag = true;
      return;
    }
    if (name <= lastKeyword) {
      if (this.first === 0 && name <= lastTypeWord) this.first = name;
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
    const struct = this.structs.at(-1) ?? 0;
    if (struct === 0) return;
    if (this.pointerName > 0) this.emit(struct, this.pointerName, 0);
    else if (this.last > 0 && this.type > 0) this.emit(struct, this.last, this.type);
    else if (this.last > 0 && this.first > lastKeyword && this.first !== this.last) {
      this.emit(struct, this.last, -this.first);
    }
    this.last = 0;
    this.pointerName = 0;
  }

  private emit(struct: number, name: number, type: number): void {
    const fields = this.facts.fields;
    fields.push(struct);
    fields.push(name);
    fields.push(type);
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
