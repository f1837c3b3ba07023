import { endArgument, hint, label } from './arguments';
import { assignment } from './assignments';
import { BRACE, CALLING } from './brackets';
import {
  APOSTROPHE,
  ASSIGNS,
  BACKSLASH,
  BLANK,
  CLOSES,
  CLOSES_BRACE,
  classes,
  DIGIT,
  ENDS,
  HASH,
  LABELS,
  LETTER,
  LOW,
  MINUS,
  NEWLINE,
  OPENS,
  OPENS_BRACE,
  OPENS_INDEX,
  QUOTE,
  SEPARATES,
  SLASH,
  Spans,
} from './bytes';
import { openParenthesis } from './calls';
import { declarator, functionParameter } from './declarators';
import { CALL } from './facts';
import {
  ARROW,
  CHARACTER,
  DIRECTIVE,
  END,
  Lexer,
  NAME,
  NUMBER,
  numberEnd,
  ODD,
  STRING,
} from './lexer';
import { Reading } from './reading';
import { blockCommentEnd, quotedEnd, restOfLine, spliceLength } from './skips';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const COMMA: i32 = 44;
const DOT: i32 = 46;
const COLON: i32 = 58;
const SEMICOLON: i32 = 59;
const EQUALS: i32 = 61;
const OPEN_INDEX: i32 = 91;
const OPEN_BRACE: i32 = 123;
const CLOSE_BRACE: i32 = 125;

/**
 * Finds the references in a text: calls, calls through fields, names given as arguments or put into
 * fields. Knows no grammar: what it needs is the last few tokens and the open brackets.
 */
export class BodyScanner extends Reading {
  /** Forgets the tokens and brackets; `type` is the struct that braces on the ground initialise. */
  begin(type: i32): void {
    this.last.clear();
    this.brackets.clear(type);
    this.refs.length = 0;
  }

  /**
   * Reads tokens from the lexer's place on, and gives the one that ended it: END, DIRECTIVE, or a
   * semicolon or closing brace outside all braces; with `eachBrace` any closing brace. Here a token is cut and taken
   * in at once: this is where a scan spends its time.
   */
  run(eachBrace: bool): i32 {
    const last = this.last;
    let at = Lexer.position;
    while (true) {
      const code = load<u8>(at) as i32;
      const kind = load<u8>(classes + (code as usize));
      if (kind === LETTER) {
        const end = Spans.word(at);
        const atom = Lexer.nameOf(at, end, code);
        Lexer.atom = atom;
        if (code === 84 || code === 77) {
          Lexer.start = at;
          hint(this, code);
        }
        last.at = last.next(last.at);
        store<i32>(last.at, NAME | (atom << 8));
        at = end + ((load<u8>(end) === 32) as usize);
        continue;
      }
      let token = code;
      let end = at + 1;
      switch (kind) {
        case BLANK:
          at++;
          continue;
        case NEWLINE:
          if (Lexer.lineMode) return Lexer.finish(at);
          Lexer.line++;
          at = Spans.indent(at + 1);
          continue;
        case OPENS:
          openParenthesis(this);
          break;
        case CLOSES:
          this.closeParenthesis();
          break;
        case SEPARATES:
          declarator(this, COMMA);
          assignment(this);
          endArgument(this);
          break;
        case ENDS:
          this.endStatement();
          if (this.brackets.braces === 0) {
            last.add(SEMICOLON, 0);
            return Lexer.give(at, end, SEMICOLON);
          }
          break;
        case ASSIGNS:
        case OPENS_INDEX:
        case LABELS:
          declarator(this, code);
          break;
        case OPENS_BRACE:
          this.openBrace();
          break;
        case CLOSES_BRACE:
          assignment(this);
          this.closeBrace();
          if (eachBrace || this.brackets.braces === 0) {
            last.add(CLOSE_BRACE, 0);
            return Lexer.give(at, end, CLOSE_BRACE);
          }
          break;
        case DIGIT:
          end = numberEnd(at);
          token = NUMBER;
          break;
        case MINUS:
          if (load<u8>(end) === 62) {
            end++;
            token = ARROW;
          }
          break;
        case QUOTE:
          end = quotedEnd(at, 34);
          Lexer.give(at, end, STRING);
          label(this);
          token = STRING;
          break;
        case APOSTROPHE:
          end = quotedEnd(at, 39);
          token = CHARACTER;
          break;
        case SLASH:
          if (load<u8>(end) === 42) {
            at = blockCommentEnd(at + 2);
            continue;
          }
          if (load<u8>(end) === 47) {
            at = restOfLine(at + 2, false);
            continue;
          }
          break;
        case BACKSLASH: {
          const length = spliceLength(at);
          if (length === 0) break;
          at += length;
          Lexer.line++;
          continue;
        }
        case HASH:
          token = Lexer.hash(at);
          if (token === DIRECTIVE) return token;
          end = Lexer.position;
          break;
        case LOW:
          if (at >= Lexer.end) return Lexer.finish(Lexer.end);
          token = ODD;
          break;
        default:
          break;
      }
      last.at = last.next(last.at);
      store<i32>(last.at, token);
      at = end + ((load<u8>(end) === 32) as usize);
    }
    return END;
  }

  /** Takes a token that was read by the lexer. */
  token(kind: i32): void {
    switch (kind) {
      case NAME: {
        const first = load<u8>(Lexer.start) as i32;
        if (first === 84 || first === 77) hint(this, first);
        break;
      }
      case STRING:
        label(this);
        break;
      case OPEN:
        openParenthesis(this);
        break;
      case CLOSE:
        this.closeParenthesis();
        break;
      case OPEN_BRACE:
        this.openBrace();
        break;
      case CLOSE_BRACE:
        assignment(this);
        this.closeBrace();
        break;
      case COMMA:
        declarator(this, COMMA);
        assignment(this);
        endArgument(this);
        break;
      case SEMICOLON:
        this.endStatement();
        break;
      case EQUALS:
      case OPEN_INDEX:
      case COLON:
        declarator(this, kind);
        break;
      default:
        break;
    }
    this.last.add(kind, kind === NAME ? Lexer.atom : 0);
  }

  /** The end of a text that no bracket or semicolon closes (a macro's body). */
  finish(): void {
    assignment(this);
  }

  /** Begins at the bracket of a macro's use outside functions. */
  useCall(name: i32, line: i32): void {
    const before = Lexer.line;
    Lexer.line = line;
    this.emit(CALL, name, 0, 0);
    Lexer.line = before;
    this.brackets.open(CALLING, name);
  }

  /** Takes a token of the parameter list with the zero-based index: nothing is called there. */
  parameter(kind: i32, index: i32): void {
    if (kind === CLOSE || kind === COMMA || kind === OPEN_INDEX) {
      declarator(this, kind);
      functionParameter(this, index);
    }
    this.last.add(kind, kind === NAME ? Lexer.atom : 0);
  }

  private endStatement(): void {
    declarator(this, SEMICOLON);
    assignment(this);
    this.locals.endStatement();
  }

  private closeParenthesis(): void {
    declarator(this, CLOSE);
    const brackets = this.brackets;
    if (brackets.depth === 0 || brackets.kind() === BRACE) return;
    endArgument(this);
    brackets.close();
  }

  private openBrace(): void {
    const last = this.last;
    const brackets = this.brackets;
    let type = brackets.type();
    if (last.kind(1) === EQUALS && last.kind(2) === NAME) {
      if (last.kind(3) === DOT) type = -last.name(2);
      else {
        const known = this.locals.typeOf(last.name(2));
        if (known !== 0) type = known;
      }
    } else if (last.kind(1) === CLOSE && last.kind(2) === NAME && last.kind(3) === NAME) {
      const tag = last.name(3);
      if (tag > Words.lastType && tag <= Words.lastTag) type = last.name(2);
    }
    brackets.open(BRACE, 0);
    brackets.setType(type);
  }

  private closeBrace(): void {
    const brackets = this.brackets;
    while (brackets.depth > 0 && brackets.kind() !== BRACE) brackets.close();
    if (brackets.depth > 0) brackets.close();
    if (brackets.braces > 0) brackets.braces--;
    this.locals.endStatement();
  }
}
