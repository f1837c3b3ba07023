import { Answers } from './answers';
import { BodyScanner } from './body';
import { Branches } from './branches';
import { addField, CALL, Facts, MACRO, OBJECT_LIKE, OFF, pushRef } from './facts';
import { FileScope } from './file-scope';
import { defined, FALSE, judge, TRUE, UNKNOWN } from './host';
import { ARROW, DIRECTIVE, END, Lexer, NAME } from './lexer';
import { Names } from './names';
import { Numbers } from './numbers';
import { afterPlainNumbers, isPlainNumber } from './plain-numbers';
import { LastTokens } from './tokens';
import { beginsWith, Words } from './words';

const DOT: i32 = 46;

const conditions: Answers = new Answers();
const definitions: Answers = new Answers();

/** Reads preprocessor lines: macros become owners, conditions decide which branch goes on. */
export class Directives {
  private static macro: BodyScanner = new BodyScanner();
  private static words: Numbers = new Numbers(64);

  /** Reads the line whose `#` was just read. */
  static read(): void {
    const word = afterBlanks(Lexer.position);
    const length = wordLength(word);
    let never = false;
    Lexer.lineMode = true;
    switch (load<u8>(word)) {
      case 100: // d
        if (is(word, length, 'define')) {
          Lexer.position = word + 6;
          Directives.define();
        }
        break;
      case 105: // i
        never = Directives.opening(word, length);
        break;
      case 101: // e
        Directives.alternative(word, length);
        break;
      default:
        break;
    }
    Lexer.finishLine();
    Lexer.lineMode = false;
    if (never) skipBranch();
  }

  /** `if`, `ifdef`, `ifndef`, `include`; true for an `#if 0`, which alone is passed over unread. */
  private static opening(word: usize, length: i32): bool {
    const rest = word + (length as usize);
    if (is(word, length, 'if')) {
      const truth = judged(rest);
      Branches.enter(truth);
      return truth === FALSE && isZero(rest);
    }
    if (is(word, length, 'ifdef')) Branches.enter(definedAt(rest));
    else if (is(word, length, 'ifndef')) {
      const truth = definedAt(rest);
      Branches.enter(truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE);
    } else if (is(word, length, 'include')) Directives.include(rest);
    return false;
  }

  private static alternative(word: usize, length: i32): void {
    const rest = word + (length as usize);
    if (is(word, length, 'endif')) Branches.leave();
    else if (is(word, length, 'else')) Branches.alternative(UNKNOWN, true);
    else if (is(word, length, 'elif')) {
      const truth = judged(rest);
      Lexer.position = rest;
      Lexer.finishLine();
      Branches.alternative(truth, false);
    }
  }

  /** Only C files that are taken in as part of this one matter. */
  private static include(rest: usize): void {
    const from = afterBlanks(rest);
    if (load<u8>(from) !== 34) return;
    let to = from + 1;
    while (load<u8>(to) !== 34 && load<u8>(to) !== 10 && to < Lexer.end) to++;
    const length = ((to - from) as i32) - 1;
    if (load<u8>(to) !== 34 || length < 2) return;
    if (load<u8>(to - 1) !== 99 || load<u8>(to - 2) !== 46) return;
    FileScope.include(Names.intern(from + 1, length));
  }

  private static define(): void {
    if (isPlainNumber(Lexer.position)) {
      Lexer.finishLine();
      Lexer.position = afterPlainNumbers(Lexer.position);
      return;
    }
    if (Lexer.next() !== NAME) return;
    const name = Lexer.atom;
    const line = Lexer.line;
    const functionLike = load<u8>(Lexer.position) === 40;
    const macro = Directives.macro;
    Directives.words.length = 0;
    macro.locals.beginFile();
    macro.off = Branches.off;
    if (functionLike) Directives.parameters();
    macro.begin(0);
    while (macro.run(false) !== END);
    const last = macro.last;
    const alias = last.kind(2) === END ? last.name(1) : 0;
    macro.finish();
    const refs = macro.refs;
    if (!functionLike) aliasField(name, last);
    if (alias > Words.lastKeyword) pushRef(refs, CALL, line, alias, 0, 0);
    if (refs.length === 0 && !functionLike) return;
    const flags = MACRO | (functionLike ? 0 : OBJECT_LIKE) | (Branches.off ? OFF : 0);
    Facts.addOwner(flags, name, line, Lexer.line, 0, Directives.words, refs, 0);
  }

  private static parameters(): void {
    Lexer.next();
    for (let kind = Lexer.next(); kind !== END && kind !== 41; kind = Lexer.next()) {
      if (kind === NAME) Directives.words.push(Lexer.atom);
    }
  }
}

/** Notes a macro that stands for a field, or for one further in: `#define sk_prot __sk_common.skc_prot`. */
function aliasField(name: i32, last: LastTokens): void {
  let at = 1;
  while (last.kind(at) === NAME && isJoint(last.kind(at + 1))) at += 2;
  if (at === 1 || last.kind(at) !== NAME || last.kind(at + 1) !== END) return;
  const field = last.name(1);
  if (field !== name) addField(0, name, -field);
}

function isJoint(kind: i32): bool {
  return kind === DOT || kind === ARROW;
}

/** Passes over a branch that is never compiled, up to what ends it. */
function skipBranch(): void {
  let open = 0;
  while (true) {
    const kind = Lexer.next();
    if (kind === END) return;
    if (kind !== DIRECTIVE) continue;
    const hash = Lexer.start;
    const line = Lexer.line;
    const word = afterBlanks(Lexer.position);
    const length = wordLength(word);
    if (beginsWith(word, length, 'if')) open++;
    else if (is(word, length, 'endif') && open > 0) open--;
    else if (
      open === 0 &&
      (is(word, length, 'endif') || is(word, length, 'else') || is(word, length, 'elif'))
    ) {
      Lexer.position = hash;
      Lexer.line = line;
      return;
    }
    Lexer.lineMode = true;
    Lexer.finishLine();
    Lexer.lineMode = false;
  }
}

function is(word: usize, length: i32, text: string): bool {
  return length === text.length && beginsWith(word, length, text);
}

function afterBlanks(from: usize): usize {
  let at = from;
  while (load<u8>(at) === 32 || load<u8>(at) === 9) at++;
  return at;
}

function isWord(code: u8): bool {
  if (code >= 97 && code <= 122) return true;
  if (code >= 65 && code <= 90) return true;
  return (code >= 48 && code <= 57) || code === 95;
}

function wordLength(from: usize): i32 {
  let at = from;
  while (isWord(load<u8>(at))) at++;
  return (at - from) as i32;
}

/** How many bytes there are to the end of a logical line. */
function restLength(from: usize): i32 {
  const line = Lexer.line;
  Lexer.position = from;
  Lexer.finishLine();
  const length = (Lexer.position - from) as i32;
  Lexer.position = from;
  Lexer.line = line;
  return length;
}

/** Most names asked for are guards of headers, of which nothing can be known. */
function definedAt(rest: usize): i32 {
  const from = afterBlanks(rest);
  const first = load<u8>(from);
  const second = load<u8>(from, 1);
  const option = first === 67 && second === 79;
  const builtIn = first === 95 && second === 95;
  if (!option && !builtIn) return UNKNOWN;
  const length = restLength(from);
  const known = definitions.to(from, length);
  return known >= 0 ? known : definitions.keep(defined(from, length));
}

/** What the rest of an `#if` or `#elif` line is under the configuration. */
function judged(rest: usize): i32 {
  const length = restLength(rest);
  const known = conditions.to(rest, length);
  return known >= 0 ? known : conditions.keep(judge(rest, length));
}

/** Whether the condition is a plain 0. */
function isZero(rest: usize): bool {
  const from = afterBlanks(rest);
  if (from === rest || load<u8>(from) !== 48) return false;
  const after = afterBlanks(from + 1);
  const code = load<u8>(after);
  if (code === 47) return load<u8>(after, 1) === 42 || load<u8>(after, 1) === 47;
  return code === 10 || code === 13 || after >= Lexer.end;
}
