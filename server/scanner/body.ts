import { BRACE, Brackets, CALLING, GROUP, KEYWORD } from './brackets';
import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FIELD_PASS,
  HINT,
  LABEL,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  pushRef,
  REF_OFF,
} from './facts';
import { ARROW, Lexer, NAME, PASTE, STRING } from './lexer';
import { Locals } from './locals';
import { MAKER, MAKER_KNOWN, Names, PLAIN } from './names';
import { Numbers } from './numbers';
import { LastTokens, RING } from './tokens';
import { contains, Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const STAR: i32 = 42;
const COMMA: i32 = 44;
const DOT: i32 = 46;
const COLON: i32 = 58;
const SEMICOLON: i32 = 59;
const EQUALS: i32 = 61;
const OPEN_INDEX: i32 = 91;
const CLOSE_INDEX: i32 = 93;
const OPEN_BRACE: i32 = 123;
const CLOSE_BRACE: i32 = 125;
const AMPERSAND: i32 = 38;

/**
 * Finds the references in a stream of tokens: calls, calls through fields, names given as arguments or
 * put into fields. Knows no grammar: what it needs is the last few tokens and the open brackets.
 */
export class BodyScanner {
  refs: Numbers = new Numbers(1 << 12);
  locals: Locals;
  brackets: Brackets = new Brackets();
  /** Whether references now stand in a branch that the configuration leaves out. */
  off: bool = false;
  private last: LastTokens = new LastTokens();
  private base: i32 = 0;
  private baseType: i32 = 0;
  /** The name last declared as `(*name)`. */
  private lastPointer: i32 = 0;

  constructor(locals: Locals) {
    this.locals = locals;
  }

  /** Forgets the tokens and brackets; `type` is the struct that braces on the ground initialise. */
  begin(type: i32): void {
    this.last.clear();
    this.brackets.clear(type);
    this.refs.length = 0;
  }

  token(kind: i32): void {
    switch (kind) {
      case NAME:
        this.name();
        break;
      case STRING:
        if (this.brackets.kind() === CALLING && this.brackets.named()) this.label();
        break;
      case OPEN:
        this.openParenthesis();
        break;
      case CLOSE:
        this.declarator(kind);
        this.closeParenthesis();
        break;
      case OPEN_BRACE:
        this.openBrace();
        break;
      case CLOSE_BRACE:
        this.assignment();
        this.closeBrace();
        break;
      case COMMA:
        this.declarator(kind);
        this.assignment();
        this.endArgument();
        break;
      case SEMICOLON:
        this.declarator(kind);
        this.assignment();
        this.locals.endStatement();
        this.brackets.setTokens(0);
        break;
      case EQUALS:
      case OPEN_INDEX:
      case COLON:
        this.declarator(kind);
        break;
      default:
        break;
    }
    this.remember(kind);
  }

  /** The end of a text that no bracket or semicolon closes (a macro's body). */
  finish(): void {
    this.assignment();
  }

  /** Begins at the bracket of a macro's use outside functions. */
  useCall(name: i32, line: i32): void {
    pushRef(this.refs, this.off ? CALL | REF_OFF : CALL, line, name, 0, 0);
    this.brackets.open(CALLING, name);
  }

  /** Takes a token of the parameter list with the zero-based index: nothing is called there. */
  parameter(kind: i32, index: i32): void {
    if (kind === CLOSE || kind === COMMA || kind === OPEN_INDEX) {
      this.declarator(kind);
      this.functionParameter(index);
    }
    this.remember(kind);
  }

  /** `type (*name)`, `typedef_t name` and `typedef_f *name` may be functions. */
  private functionParameter(index: i32): void {
    const last = this.last;
    if (last.kind(1) !== NAME || index < 0) return;
    const name = last.name(1);
    const pointed = last.kind(2) === STAR;
    if (!(pointed && last.kind(3) === OPEN)) {
      const at = pointed ? 3 : 2;
      if (last.kind(at) !== NAME) return;
      const type = last.name(at);
      if (type <= Words.lastKeyword || (Names.traits(type) & PLAIN) !== 0) return;
      if (last.kind(at + 1) === NAME && this.structAt(at) > 0) return;
    }
    if (this.locals.has(name)) this.locals.setParameter(name, index);
  }

  private remember(kind: i32): void {
    const atom = kind === NAME ? Lexer.atom : 0;
    this.last.add(kind, atom);
    if (kind === OPEN || kind === OPEN_BRACE || kind === COMMA || kind === CLOSE) return;
    const brackets = this.brackets;
    const count = brackets.tokens();
    if (count === 0 && kind === AMPERSAND) return;
    brackets.setTokens(count + 1);
    brackets.setLone(count === 0 ? atom : 0);
  }

  private emit(kind: i32, a: i32, b: i32, c: i32): void {
    pushRef(this.refs, this.off ? kind | REF_OFF : kind, Lexer.line, a, b, c);
  }

  /** A task state or an endless timeout is a hint. */
  private name(): void {
    const start = Lexer.start;
    const first = load<u8>(start);
    if (first === 84) {
      // TASK_, as four bytes and one.
      if (load<u32>(start) === 0x4b534154 && load<u8>(start, 4) === 95) {
        this.emit(HINT, Lexer.atom, this.enclosingCallee(), 0);
      }
    } else if (first === 77 && Lexer.atom === Words.endless) {
      this.emit(HINT, Lexer.atom, this.enclosingCallee(), 0);
    }
  }

  private enclosingCallee(): i32 {
    const brackets = this.brackets;
    for (let depth = brackets.depth; depth > 0; depth--) {
      const kind = brackets.kindAt(depth);
      if (kind === CALLING) return brackets.calleeAt(depth);
      if (kind === BRACE) return 0;
    }
    return 0;
  }

  private label(): void {
    const length = (Lexer.position - Lexer.start) as i32;
    if (length > 64) return;
    const brackets = this.brackets;
    this.emit(
      LABEL | (brackets.argument() << ARGUMENT_SHIFT),
      Names.intern(Lexer.start, length),
      brackets.calleeAt(brackets.depth),
      0,
    );
  }

  private openParenthesis(): void {
    const last = this.last;
    const before = last.kind(1);
    if (before === NAME) this.openCall(last.name(1));
    else {
      if (before === CLOSE) this.pointerCall();
      this.brackets.open(GROUP, 0);
    }
  }

  private openCall(name: i32): void {
    if (name <= Words.lastKeyword) {
      this.brackets.open(KEYWORD, 0);
      return;
    }
    const before = this.last.kind(2);
    if (before === PASTE) {
      this.brackets.open(GROUP, 0);
      return;
    }
    const locals = this.locals;
    if (before === ARROW || before === DOT) {
      this.findBase(1);
      this.emit(FIELD_CALL, name, this.base, this.baseType);
    } else if (locals.has(name)) {
      const field = locals.fieldOf(name);
      const parameter = locals.parameterOf(name);
      if (field > 0) {
        this.emit(FIELD_CALL, field, locals.fieldBaseOf(name), locals.fieldTypeOf(name));
      } else if (parameter >= 0) this.emit(PARAMETER_CALL, parameter, 0, 0);
    } else this.emit(CALL, name, 0, 0);
    this.brackets.open(CALLING, name);
  }

  /** `(x->field)(…)`, `(*x->field)(…)`, `(*local)(…)`. */
  private pointerCall(): void {
    const last = this.last;
    if (last.kind(2) !== NAME) return;
    const before = last.kind(3);
    if (before === ARROW || before === DOT) {
      this.findBase(2);
      this.emit(FIELD_CALL, last.name(2), this.base, this.baseType);
    } else if (before === STAR && last.kind(4) === OPEN) {
      const field = this.locals.fieldOf(last.name(2));
      const parameter = this.locals.parameterOf(last.name(2));
      if (field > 0) this.emit(FIELD_CALL, field, 0, 0);
      else if (parameter >= 0) this.emit(PARAMETER_CALL, parameter, 0, 0);
    }
  }

  /** Finds what stands before the field whose name is `steps` back: a field, or a variable's struct. */
  private findBase(steps: i32): void {
    this.base = 0;
    this.baseType = 0;
    const last = this.last;
    let at = steps + 2;
    if (last.kind(at) === CLOSE_INDEX) {
      let open = 1;
      at++;
      while (open > 0 && at < RING - 2) {
        if (last.kind(at) === CLOSE_INDEX) open++;
        else if (last.kind(at) === OPEN_INDEX) open--;
        at++;
      }
    }
    if (last.kind(at) !== NAME) return;
    const before = last.kind(at + 1);
    if (before === ARROW || before === DOT) this.base = last.name(at);
    else this.baseType = this.locals.typeOf(last.name(at));
  }

  private closeParenthesis(): void {
    const brackets = this.brackets;
    if (brackets.depth === 0 || brackets.kind() === BRACE) return;
    this.endArgument();
    const alone = brackets.kind() === GROUP && brackets.tokens() === -1 ? brackets.lone() : 0;
    brackets.close();
    const count = brackets.tokens();
    brackets.setTokens(count + (alone > 0 ? 1 : 2));
    brackets.setLone(alone > 0 && count === 0 ? alone : 0);
  }

  /** Ends an argument; `tokens` becomes -1 when it was a single name, for the bracket that closes. */
  private endArgument(): void {
    const brackets = this.brackets;
    const single = brackets.tokens() === 1 && brackets.lone() > Words.lastKeyword;
    const kind = brackets.kind();
    if (kind === CALLING) {
      if (single) this.passName(brackets.lone());
      else if (brackets.tokens() > 1) this.passField();
      brackets.setArgument(brackets.argument() + 1);
    }
    brackets.setTokens(single && kind === GROUP ? -1 : 0);
  }

  private passName(name: i32): void {
    const brackets = this.brackets;
    const index = brackets.argument();
    const callee = brackets.calleeAt(brackets.depth);
    const parameter = this.locals.parameterOf(name);
    if (parameter >= 0) {
      this.emit(PARAMETER_PASS | (index << ARGUMENT_SHIFT), parameter, callee, 0);
    }
    if (this.locals.has(name) || isConstant(name)) return;
    brackets.setNamed();
    this.emit(ARGUMENT | (index << ARGUMENT_SHIFT), name, callee, 0);
  }

  /** A field given to what makes a thread may hold the thread's function. */
  private passField(): void {
    const last = this.last;
    if (last.kind(1) !== NAME) return;
    const joint = last.kind(2);
    if (joint !== ARROW && joint !== DOT) return;
    const brackets = this.brackets;
    const callee = brackets.calleeAt(brackets.depth);
    if (!isMaker(callee)) return;
    this.findBase(1);
    const struct = this.baseType > 0 ? this.baseType : -this.base;
    this.emit(FIELD_PASS | (brackets.argument() << ARGUMENT_SHIFT), last.name(1), callee, struct);
  }

  private openBrace(): void {
    const last = this.last;
    let type = this.brackets.type();
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
    this.brackets.open(BRACE, 0);
    this.brackets.setType(type);
  }

  private closeBrace(): void {
    const brackets = this.brackets;
    while (brackets.depth > 0 && brackets.kind() !== BRACE) brackets.close();
    if (brackets.depth > 0) brackets.close();
    if (brackets.braces > 0) brackets.braces--;
    brackets.setTokens(brackets.tokens() + 2);
    this.locals.endStatement();
  }

  /** Looks whether the name last read was being declared. */
  private declarator(kind: i32): void {
    const last = this.last;
    if (last.kind(1) !== NAME) return;
    const name = last.name(1);
    if (name <= Words.lastKeyword) return;
    const before = last.kind(2);
    const locals = this.locals;
    if (before === NAME) {
      const word = last.name(2);
      if (word > Words.lastKeyword || word <= Words.lastType) {
        locals.declareName(name, this.structAt(2), this.isGround());
      }
    } else if (before === STAR) {
      let at = 3;
      while (last.kind(at) === STAR && at < 6) at++;
      if (last.kind(at) === NAME) {
        const word = last.name(at);
        if (word > Words.lastKeyword || word <= Words.lastType) {
          locals.declareName(name, this.structAt(at), this.isGround());
        }
      } else if (last.kind(at) === COMMA) locals.declareNext(name, this.isGround());
      else if (last.kind(at) === OPEN && kind === CLOSE) {
        if (!locals.has(name)) locals.declareName(name, 0, false);
        this.lastPointer = name;
      }
    } else if (before === COMMA) locals.declareNext(name, this.isGround());
  }

  private isGround(): bool {
    return this.brackets.kind() === BRACE;
  }

  /** The struct whose name is `steps` back, or 0 where that is no struct. */
  private structAt(steps: i32): i32 {
    const tag = this.last.name(steps + 1);
    return tag > Words.lastType && tag <= Words.lastTag ? this.last.name(steps) : 0;
  }

  /** `….field = name` and `….field = ….field`, at a comma, a semicolon or a closing brace. */
  private assignment(): void {
    const last = this.last;
    let at = 1;
    while (last.kind(at) === CLOSE && at < RING) at++;
    if (last.kind(at) !== NAME) return;
    const value = last.name(at);
    if (value <= Words.lastKeyword) return;
    at++;
    const linked = last.kind(at);
    if (linked === ARROW || linked === DOT) {
      this.copy(value, at);
      return;
    }
    while (last.kind(at) === OPEN && at < RING) at++;
    if (last.kind(at) === AMPERSAND) at++;
    if (last.kind(at) !== EQUALS || last.kind(at + 1) !== NAME) return;
    const field = last.name(at + 1);
    const dot = last.kind(at + 2);
    if (dot !== DOT && dot !== ARROW) return;
    const parameter = this.locals.parameterOf(value);
    if (parameter < 0 && (this.locals.has(value) || isConstant(value))) return;
    const kind = parameter < 0 ? ASSIGN : PARAMETER_ASSIGN;
    const given = parameter < 0 ? value : parameter;
    const start = last.kind(at + 3);
    if (dot === DOT && (start === OPEN_BRACE || start === COMMA)) {
      this.emit(kind, given, field, this.brackets.type());
      return;
    }
    this.findBase(at + 1);
    this.emit(kind, given, field, this.baseType > 0 ? this.baseType : -this.base);
  }

  private copy(source: i32, link: i32): void {
    const last = this.last;
    const locals = this.locals;
    this.findBase(link - 1);
    const base = this.base;
    const baseType = this.baseType;
    let at = link + 1;
    while (last.kind(at) === NAME && at < 12) {
      const joint = last.kind(at + 1);
      if (joint !== ARROW && joint !== DOT) break;
      at += 2;
    }
    if (last.kind(at) !== NAME || last.kind(at + 1) !== EQUALS) return;
    if (last.kind(at + 2) === CLOSE && locals.has(this.lastPointer)) {
      locals.setField(this.lastPointer, source, base, baseType);
    }
    if (last.kind(at + 2) !== NAME) return;
    const target = last.name(at + 2);
    const joint = last.kind(at + 3);
    if (joint === ARROW || joint === DOT) {
      this.emit(COPY, source, target, baseType > 0 ? baseType : -base);
      this.findBase(at + 2);
      this.emit(COPY_TARGET, target, 0, this.baseType > 0 ? this.baseType : -this.base);
    } else if (locals.has(target)) locals.setField(target, source, base, baseType);
  }
}

/** Whether a name is in capitals, as constants are and functions are not. */
function isConstant(name: i32): bool {
  if (name === Words.constant) return true;
  const first = Names.byteAt(name, 0);
  const last = Names.byteAt(name, -1);
  return first >= 65 && first <= 90 && (last < 97 || last > 122);
}

/**
 * Whether a name speaks of threads or tasks. Fields are given to functions a million times in a tree:
 * only those that may come to be a thread's function are noted.
 */
function isMaker(name: i32): bool {
  let traits = Names.traits(name);
  if ((traits & MAKER_KNOWN) === 0) {
    const text = Names.bytesOf(name);
    const length = Names.lengthOf(name);
    const found = contains(text, length, 'thread') || contains(text, length, 'task_create');
    traits |= found ? MAKER_KNOWN | MAKER : MAKER_KNOWN;
    Names.setTraits(name, traits);
  }
  return (traits & MAKER) !== 0;
}
