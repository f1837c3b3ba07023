import { BodyScanner } from './body';
import { define } from './definers';
import { CONTINUED, Facts, FILE_SCOPE, FUNCTION, INCLUDE, OFF, pushRef, STATIC } from './facts';
import { FieldScanner } from './fields';
import { Head, isAnnotation } from './head';
import { DIRECTIVE, END, Lexer, NAME } from './lexer';
import { BODY, DECLARATION, FIELDS, INITIALISER, Mode, PARAMETERS, SKIPPED, USE } from './mode';
import { Numbers } from './numbers';
import { NONE, OpenFunctions } from './open-functions';
import { Parameters } from './parameters';
import { Variables } from './variables';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const COMMA: i32 = 44;
const SEMICOLON: i32 = 59;
const EQUALS: i32 = 61;
const OPEN_BRACE: i32 = 123;
const CLOSE_BRACE: i32 = 125;

/** Reads the declarations of a file and hands bodies, initialisers and fields on. */
export class FileScope {
  /** Brackets open in PARAMETERS, USE and SKIPPED. */
  static open: i32 = 0;
  static current: i32 = NONE;
  static body: BodyScanner = new BodyScanner();
  static file: BodyScanner = new BodyScanner();
  static fields: FieldScanner = new FieldScanner();
  /** A branch of an `#if` left the brackets different from another. */
  static uneven: bool = false;
  private static struct: i32 = 0;
  private static definerArgument: i32 = 0;
  private static fileRefs: Numbers = new Numbers(1 << 12);
  private static words: Numbers = new Numbers(64);
  private static noWords: Numbers = new Numbers(0);

  static begin(): void {
    FileScope.body.locals.beginFile();
    FileScope.file.locals.beginFile();
    FileScope.fileRefs.length = 0;
    FileScope.current = NONE;
    Variables.beginFile();
    OpenFunctions.clear();
    FileScope.reset();
  }

  /** Ends the file: a function left open ends here, and the file's own references become an owner. */
  static end(): void {
    if (Mode.now === BODY) FileScope.closeFunction();
    FileScope.flushUse();
    Facts.addOwner(FILE_SCOPE, 0, 1, Lexer.line, 0, FileScope.noWords, FileScope.fileRefs, 0);
  }

  static setOff(off: bool): void {
    FileScope.body.off = off;
    FileScope.file.off = off;
  }

  /** Notes that the file takes in another C file; `path` is the quoted text's atom. */
  static include(path: i32): void {
    pushRef(FileScope.fileRefs, INCLUDE, Lexer.line, path, 0, 0);
  }

  /** Reads on, to the next DIRECTIVE or END. */
  static run(): i32 {
    while (true) {
      let kind = 0;
      if (Mode.now === BODY) {
        kind = FileScope.body.run(FileScope.uneven);
        if (kind === CLOSE_BRACE) FileScope.endBrace();
      } else if (Mode.now === INITIALISER) {
        kind = FileScope.file.run(FileScope.uneven);
        FileScope.endInitialiser(kind);
      } else {
        kind = Lexer.next();
        if (kind !== END && kind !== DIRECTIVE) FileScope.token(kind);
      }
      if (kind === END || kind === DIRECTIVE) return kind;
    }
    return END;
  }

  private static token(kind: i32): void {
    switch (Mode.now) {
      case DECLARATION:
        FileScope.declarationToken(kind);
        break;
      case FIELDS:
        if (FileScope.fields.token(kind)) FileScope.afterBraces();
        break;
      case PARAMETERS:
        Parameters.token(kind);
        break;
      case USE:
        FileScope.useToken(kind);
        break;
      default:
        FileScope.skippedToken(kind);
    }
  }

  static reset(): void {
    Mode.now = DECLARATION;
    Head.length = 0;
    FileScope.struct = 0;
    Variables.pointer = 0;
    FileScope.definerArgument = 0;
    FileScope.body.locals.beginFunction();
    FileScope.body.begin(0);
    FileScope.uneven = false;
  }

  static closeFunction(): void {
    const open = FileScope.current;
    if (open === NONE) return;
    const known = OpenFunctions.owner(open);
    const flags = OpenFunctions.flags(open);
    const body = FileScope.body;
    const owner = Facts.addOwner(
      known >= 0 ? flags | CONTINUED : flags,
      OpenFunctions.name(open),
      OpenFunctions.line(open),
      Lexer.line,
      OpenFunctions.macro(open),
      FileScope.words,
      body.refs,
      OpenFunctions.parameter(open),
    );
    OpenFunctions.endHere(open);
    for (let pair = 0; pair < OpenFunctions.twinPairs(); pair++) {
      const twin = OpenFunctions.twinOf(open, pair);
      if (twin !== NONE) OpenFunctions.endHere(twin);
    }
    if (known < 0) OpenFunctions.setOwner(open, owner);
    FileScope.current = NONE;
    Mode.now = DECLARATION;
    body.refs.length = 0;
  }

  static reopen(open: i32): void {
    FileScope.current = open;
    FileScope.body.name = OpenFunctions.name(open);
    Mode.now = BODY;
    FileScope.body.begin(0);
    FileScope.words.length = 0;
  }

  private static declarationToken(kind: i32): void {
    switch (kind) {
      case OPEN:
        FileScope.openParameters();
        return;
      case SEMICOLON:
        FileScope.declareVariable();
        FileScope.reset();
        return;
      case CLOSE_BRACE:
        FileScope.reset();
        return;
      case COMMA:
        FileScope.declareVariable();
        Head.add(kind);
        return;
      case EQUALS:
        FileScope.declareVariable();
        Mode.now = INITIALISER;
        FileScope.file.begin(FileScope.struct);
        if (Variables.pointer !== 0) FileScope.file.last.add(NAME, Variables.pointer);
        FileScope.file.token(EQUALS);
        return;
      case OPEN_BRACE:
        FileScope.openBrace();
        return;
      default:
        Head.add(kind);
    }
  }

  private static openParameters(): void {
    const last = Head.length - 1;
    const isName = last >= 0 && Head.kind(last) === NAME;
    const name = isName ? Head.name(last) : 0;
    Head.add(OPEN);
    FileScope.open = 1;
    if (!isName) Variables.pointer = Parameters.pointer();
    Parameters.begin();
    if (isName && name > Words.lastKeyword && Head.onlyStorageBefore(last)) {
      Mode.now = USE;
      FileScope.file.begin(0);
      FileScope.file.useCall(name, Head.line(last));
      return;
    }
    Mode.now = PARAMETERS;
    FileScope.body.parameter(OPEN, -1);
  }

  private static useToken(kind: i32): void {
    if (kind === OPEN) FileScope.open++;
    else if (kind === CLOSE) FileScope.open--;
    else if (kind === NAME && FileScope.open === 1 && FileScope.definerArgument === 0) {
      FileScope.definerArgument = Lexer.atom;
    }
    FileScope.file.token(kind);
    if (FileScope.open === 0) {
      FileScope.flushUse();
      Mode.now = DECLARATION;
      Head.add(CLOSE);
    }
  }

  private static flushUse(): void {
    FileScope.fileRefs.append(FileScope.file.refs);
    FileScope.file.refs.length = 0;
  }

  private static endInitialiser(kind: i32): void {
    const file = FileScope.file;
    if (kind === SEMICOLON && file.brackets.braces === 0) {
      FileScope.flushUse();
      FileScope.reset();
    } else if (kind === CLOSE_BRACE && FileScope.uneven && Lexer.atColumnZero()) {
      file.brackets.restore(0, 0);
    }
  }

  /** The name before `;`, `,` or `=` may be a variable of a struct, or of a function. */
  private static declareVariable(): void {
    Variables.read();
    FileScope.struct = Variables.struct;
    Variables.declareIn(FileScope.body.locals);
    Variables.declareIn(FileScope.file.locals);
  }

  private static openBrace(): void {
    const last = Head.length - 1;
    const tag = Head.tagBeforeBrace(last);
    if (tag === Words.structWord || tag === Words.unionWord) {
      Mode.now = FIELDS;
      FileScope.fields.begin(Head.kind(last) === NAME ? Head.name(last) : 0);
      return;
    }
    const head = tag === 0 ? Head.find() : -1;
    if (head < 0) {
      Mode.now = SKIPPED;
      FileScope.open = 1;
      return;
    }
    FileScope.openFunction(head);
  }

  private static openFunction(head: i32): void {
    let flags = FUNCTION | (FileScope.body.off ? OFF : 0);
    const words = FileScope.words;
    words.length = 0;
    for (let at = 0; at < Head.length; at++) {
      if (Head.kind(at) !== NAME || at === head) continue;
      const word = Head.name(at);
      if (word === Words.staticWord) flags |= STATIC;
      else if (!Head.isUse(at) && isAnnotation(word)) words.push(word);
    }
    let name = Head.name(head);
    let macro = 0;
    const line = Head.line(head);
    if (FileScope.definerArgument > Words.lastKeyword && Head.onlyStorageBefore(head)) {
      macro = name;
      name = define(name, FileScope.definerArgument, line, flags);
    }
    const body = FileScope.body;
    FileScope.current = OpenFunctions.add(name, line, flags, macro, body.locals.firstType);
    body.name = name;
    Mode.now = BODY;
    body.begin(0);
    body.token(OPEN_BRACE);
  }

  private static endBrace(): void {
    const none = FileScope.body.brackets.braces === 0;
    if (none || (FileScope.uneven && Lexer.atColumnZero())) {
      FileScope.closeFunction();
      FileScope.reset();
    }
  }

  private static skippedToken(kind: i32): void {
    if (kind === OPEN_BRACE) FileScope.open++;
    else if (kind === CLOSE_BRACE) FileScope.open--;
    if (FileScope.open === 0) FileScope.afterBraces();
  }

  /** After the braces of a struct or an enum: what follows may declare a variable of it. */
  private static afterBraces(): void {
    Mode.now = DECLARATION;
    const first = Head.length > 0 ? Head.name(0) : 0;
    const isTag = first > Words.lastType && first <= Words.lastTag;
    const isStorage =
      first === Words.typedefWord || first === Words.staticWord || first === Words.externWord;
    if (!isTag && !isStorage && Head.tagBeforeBrace(Head.length - 1) === 0) FileScope.reset();
  }
}
