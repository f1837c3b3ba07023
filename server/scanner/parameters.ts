import { FileScope } from './file-scope';
import { Head } from './head';
import { Lexer, NAME } from './lexer';
import { DECLARATION, Mode } from './mode';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const STAR: i32 = 42;
const COMMA: i32 = 44;

/** How much of `*name` was read. */
const NOTHING: i32 = 0;
const POINTER: i32 = 1;
const NAMED: i32 = 2;
const CLOSED: i32 = 3;
const OTHER: i32 = 4;

/** Reads what stands in the brackets of a declaration. */
export class Parameters {
  private static inner: i32 = 0;
  private static argumentIndex: i32 = 0;
  /** How much of `*name` was read since the bracket opened. */
  private static read: i32 = NOTHING;
  private static name: i32 = 0;

  static begin(): void {
    Parameters.inner = 0;
    Parameters.argumentIndex = 0;
    Parameters.read = NOTHING;
  }

  /** The name where the brackets that were closed last hold `*name` and no more; or 0. */
  static pointer(): i32 {
    return Parameters.read === CLOSED ? Parameters.name : 0;
  }

  /** Takes the next token. */
  static token(kind: i32): void {
    if (kind === OPEN) FileScope.open++;
    else if (kind === CLOSE) FileScope.open--;
    if (Parameters.read !== OTHER) Parameters.readPointer(kind);
    FileScope.body.parameter(kind, Parameters.argumentIndex);
    if (kind === COMMA && FileScope.open === 1) Parameters.argumentIndex++;
    if (kind === OPEN && FileScope.open === 2) Parameters.pointerDeclarator();
    if (FileScope.open === 0) {
      Mode.now = DECLARATION;
      Head.add(CLOSE);
    } else if (
      FileScope.open === 1 &&
      Parameters.lastIsOpen() &&
      (kind === STAR || kind === NAME)
    ) {
      Parameters.innerName(kind);
    }
  }

  private static readPointer(kind: i32): void {
    const read = Parameters.read;
    if (read === NOTHING && kind === STAR) Parameters.read = POINTER;
    else if (read === POINTER && kind === NAME) {
      // Words such as `const` may come before it.
      Parameters.name = Lexer.atom;
      if (Lexer.atom > Words.lastKeyword) Parameters.read = NAMED;
    } else Parameters.read = read === NAMED && kind === CLOSE ? CLOSED : OTHER;
  }

  /** Inside `(` that follows a type: `(*name(…))(…)` declares a function that gives a pointer. */
  private static innerName(kind: i32): void {
    const opener = Head.length - 1;
    if (Head.kind(opener - 1) === NAME && Head.name(opener - 1) > Words.lastType) {
      const typeName = Head.name(opener - 1);
      if (typeName <= Words.lastKeyword || kind !== STAR) return;
    }
    if (kind === STAR) Parameters.inner = STAR;
    else if (Parameters.inner === STAR) Parameters.inner = Lexer.atom;
  }

  private static lastIsOpen(): bool {
    return Head.length > 0 && Head.kind(Head.length - 1) === OPEN;
  }

  private static pointerDeclarator(): void {
    if (Parameters.inner > STAR && Parameters.lastIsOpen()) {
      Head.rename(Parameters.inner);
      Head.add(OPEN);
    }
    Parameters.inner = 0;
  }
}
