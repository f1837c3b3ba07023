import { type AtomTable, constantAtom } from './atoms.ts';
import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  CALL,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  HINT,
  LABEL,
  Numbers,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
  REF_OFF,
} from './facts.ts';
import { lastKeyword, lastTagWord, lastTypeWord } from './keywords.ts';
import { ARROW, type Lexer, NAME, PASTE, STRING } from './lexer.ts';
import type { Locals } from './locals.ts';

const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const OPEN_INDEX = 91;
const CLOSE_INDEX = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const AMPERSAND = 38;

const GROUP = 0;
const CALLING = 1;
const BRACE = 2;
const KEYWORD = 3;

const RING = 31;
const deepest = 4096;

/** Typedefs of numbers (`include/linux/types.h`): a parameter of such a type is no function. */
const plainTypes = (
  'u8 u16 u32 u64 s8 s16 s32 s64 __u8 __u16 __u32 __u64 __s8 __s16 __s32 __s64 __le16 __le32 ' +
  '__le64 __be16 __be32 __be64 uint8_t uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t ' +
  'uint bool size_t ssize_t loff_t off_t pid_t uid_t gid_t kuid_t kgid_t mode_t umode_t dev_t gfp_t ' +
  'dma_addr_t phys_addr_t resource_size_t sector_t pgoff_t blk_mode_t ktime_t time64_t ulong ' +
  'netdev_features_t pgprot_t pte_t pmd_t pud_t cpumask_t nodemask_t xfs_agnumber_t xfs_agblock_t'
).split(' ');

/**
 * Finds the references in a stream of tokens: calls, calls through fields, names given as arguments or
 * put into fields. Knows no grammar: what it needs is the last few tokens and the open brackets.
 */
export class BodyScanner {
  readonly refs = new Numbers();
  /** Open brackets; [0] is the ground. */
  depth = 0;
  /** How many of them are braces. */
  braces = 0;
  /** Whether references now stand in a branch that the configuration leaves out. */
  off = false;
  private readonly kinds = new Int32Array(RING + 1);
  private readonly names = new Int32Array(RING + 1);
  private at = 0;
  private readonly bracket = new Uint8Array(deepest);
  private readonly callee = new Int32Array(deepest);
  private readonly argument = new Int32Array(deepest);
  private readonly tokens = new Int32Array(deepest);
  private readonly lone = new Int32Array(deepest);
  private readonly named = new Uint8Array(deepest);
  private readonly type = new Int32Array(deepest);
  private base = 0;
  private baseType = 0;
  /** The name last declared as `(*name)`. */
  private lastPointer = 0;
  private readonly endless: number;
  private readonly plain: ReadonlySet<number>;

  constructor(
    private readonly lexer: Lexer,
    private readonly atoms: AtomTable,
    readonly locals: Locals,
  ) {
    this.endless = atoms.internText('MAX_SCHEDULE_TIMEOUT');
    this.plain = new Set(plainTypes.map((word) => atoms.internText(word)));
  }

  /** Forgets the tokens and brackets; `type` is the struct that braces on the ground initialise. */
  begin(type: number): void {
    this.at = 0;
    this.kinds.fill(0);
    this.depth = 0;
    this.braces = 0;
    this.bracket[0] = BRACE;
    this.tokens[0] = 0;
    this.type[0] = type;
    this.refs.length = 0;
  }

  /** Makes the brackets as many as they were at another place of the same text. */
  restore(depth: number, braces: number): void {
    while (this.depth < depth && this.depth < deepest - 1) this.open(BRACE, 0);
    this.depth = depth;
    this.braces = braces;
  }

  token(kind: number): void {
    switch (kind) {
      case NAME:
        this.name();
        break;
      case STRING:
        if (this.bracket[this.depth] === CALLING && this.named[this.depth] === 1) this.label();
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
        this.tokens[this.depth] = 0;
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
  useCall(name: number, line: number): void {
    const refs = this.refs;
    for (const value of [this.off ? CALL | REF_OFF : CALL, line, name, 0, 0]) refs.push(value);
    this.open(CALLING, name);
  }

  /** Takes a token of the parameter list with the zero-based index: nothing is called there. */
  parameter(kind: number, index: number): void {
    if (kind === CLOSE || kind === COMMA || kind === OPEN_INDEX) {
      this.declarator(kind);
      this.functionParameter(index);
    }
    this.remember(kind);
  }

  /** `type (*name)` and `typedef_t name` may be functions. */
  private functionParameter(index: number): void {
    if (this.back(1) !== NAME || index < 0) return;
    const name = this.backName(1);
    const before = this.back(2);
    const pointer = before === STAR && this.back(3) === OPEN;
    const type = before === NAME ? this.backName(2) : 0;
    const tagged = this.back(3) === NAME && this.structAt(2) > 0;
    if (pointer || (type > lastKeyword && !tagged && !this.plain.has(type))) {
      if (this.locals.has(name)) this.locals.setParameter(name, index);
    }
  }

  private remember(kind: number): void {
    const at = ++this.at & RING;
    this.kinds[at] = kind;
    this.names[at] = kind === NAME ? this.lexer.atom : 0;
    const depth = this.depth;
    if (kind === OPEN || kind === OPEN_BRACE || kind === COMMA || kind === CLOSE) return;
    const count = this.tokens[depth] ?? 0;
    if (count === 0 && kind === AMPERSAND) return;
    this.tokens[depth] = count + 1;
    this.lone[depth] = kind === NAME && count === 0 ? this.lexer.atom : 0;
  }

  private back(steps: number): number {
    return this.kinds[(this.at - steps + 1) & RING] ?? 0;
  }

  private backName(steps: number): number {
    return this.names[(this.at - steps + 1) & RING] ?? 0;
  }

  private emit(kind: number, a: number, b: number, c: number): void {
    const refs = this.refs;
    refs.push(this.off ? kind | REF_OFF : kind);
    refs.push(this.lexer.line);
    refs.push(a);
    refs.push(b);
    refs.push(c);
  }

  private name(): void {
    const source = this.lexer.source;
    const start = this.lexer.start;
    const first = source[start];
    if (first === 84) {
      if (
        source[start + 1] === 65 &&
        source[start + 2] === 83 &&
        source[start + 3] === 75 &&
        source[start + 4] === 95
      ) {
        this.emit(HINT, this.lexer.atom, this.enclosingCallee(), 0);
      }
    } else if (first === 77 && this.lexer.atom === this.endless) {
      this.emit(HINT, this.lexer.atom, this.enclosingCallee(), 0);
    }
  }

  private enclosingCallee(): number {
    for (let depth = this.depth; depth > 0; depth--) {
      if (this.bracket[depth] === CALLING) return this.callee[depth] ?? 0;
      if (this.bracket[depth] === BRACE) return 0;
    }
    return 0;
  }

  private label(): void {
    const { source, start, position } = this.lexer;
    if (position - start > 64) return;
    const text = new TextDecoder().decode(source.subarray(start, position));
    const index = this.argument[this.depth] ?? 0;
    this.emit(
      LABEL | (index << ARGUMENT_SHIFT),
      this.atoms.internText(text),
      this.callee[this.depth] ?? 0,
      0,
    );
  }

  private open(kind: number, callee: number): void {
    if (this.depth < deepest - 1) this.depth++;
    const depth = this.depth;
    this.bracket[depth] = kind;
    this.callee[depth] = callee;
    this.argument[depth] = 0;
    this.tokens[depth] = 0;
    this.lone[depth] = 0;
    this.named[depth] = 0;
    this.type[depth] = 0;
    if (kind === BRACE) this.braces++;
  }

  private openParenthesis(): void {
    const last = this.back(1);
    if (last === NAME) {
      const name = this.backName(1);
      if (name <= lastKeyword) {
        this.open(KEYWORD, 0);
        return;
      }
      const before = this.back(2);
      if (before === PASTE) {
        this.open(GROUP, 0);
        return;
      }
      if (before === ARROW || before === DOT) {
        this.findBase(1);
        this.emit(FIELD_CALL, name, this.base, this.baseType);
        this.open(CALLING, name);
        return;
      }
      const field = this.locals.fieldOf(name);
      if (field > 0)
        this.emit(FIELD_CALL, field, this.locals.fieldBaseOf(name), this.locals.fieldTypeOf(name));
      else if (this.locals.parameterOf(name) >= 0) {
        this.emit(PARAMETER_CALL, this.locals.parameterOf(name), 0, 0);
      } else if (!this.locals.has(name)) this.emit(CALL, name, 0, 0);
      this.open(CALLING, name);
      return;
    }
    if (last === CLOSE) this.pointerCall();
    this.open(GROUP, 0);
  }

  /** `(x->field)(…)`, `(*x->field)(…)`, `(*local)(…)`. */
  private pointerCall(): void {
    if (this.back(2) !== NAME) return;
    const before = this.back(3);
    if (before === ARROW || before === DOT) {
      this.findBase(2);
      this.emit(FIELD_CALL, this.backName(2), this.base, this.baseType);
    } else if (before === STAR && this.back(4) === OPEN) {
      const field = this.locals.fieldOf(this.backName(2));
      const parameter = this.locals.parameterOf(this.backName(2));
      if (field > 0) this.emit(FIELD_CALL, field, 0, 0);
      else if (parameter >= 0) this.emit(PARAMETER_CALL, parameter, 0, 0);
    }
  }

  /** Finds what stands before the field whose name is `steps` back: a field, or a variable's struct. */
  private findBase(steps: number): void {
    this.base = 0;
    this.baseType = 0;
    let at = steps + 2;
    if (this.back(at) === CLOSE_INDEX) {
      let open = 1;
      at++;
      while (open > 0 && at < RING - 2) {
        if (this.back(at) === CLOSE_INDEX) open++;
        else if (this.back(at) === OPEN_INDEX) open--;
        at++;
      }
    }
    if (this.back(at) !== NAME) return;
    const before = this.back(at + 1);
    if (before === ARROW || before === DOT) this.base = this.backName(at);
    else this.baseType = this.locals.typeOf(this.backName(at));
  }

  private closeParenthesis(): void {
    if (this.depth === 0 || this.bracket[this.depth] === BRACE) return;
    this.endArgument();
    const kind = this.bracket[this.depth];
    const alone =
      kind === GROUP && this.tokens[this.depth] === -1 ? (this.lone[this.depth] ?? 0) : 0;
    this.depth--;
    const depth = this.depth;
    const count = this.tokens[depth] ?? 0;
    this.tokens[depth] = count + (alone > 0 ? 1 : 2);
    this.lone[depth] = alone > 0 && count === 0 ? alone : 0;
  }

  /** Ends an argument; `tokens` becomes -1 when it was a single name, for the bracket that closes. */
  private endArgument(): void {
    const depth = this.depth;
    const single = this.tokens[depth] === 1 && (this.lone[depth] ?? 0) > lastKeyword;
    if (this.bracket[depth] === CALLING) {
      if (single) this.passName(depth, this.lone[depth] ?? 0);
      this.argument[depth] = (this.argument[depth] ?? 0) + 1;
    }
    this.tokens[depth] = single && this.bracket[depth] === GROUP ? -1 : 0;
  }

  private passName(depth: number, name: number): void {
    const index = this.argument[depth] ?? 0;
    const parameter = this.locals.parameterOf(name);
    if (parameter >= 0) {
      this.emit(PARAMETER_PASS | (index << ARGUMENT_SHIFT), parameter, this.callee[depth] ?? 0, 0);
    }
    if (this.locals.has(name) || this.isConstant(name)) return;
    this.named[depth] = 1;
    this.emit(ARGUMENT | (index << ARGUMENT_SHIFT), name, this.callee[depth] ?? 0, 0);
  }

  /** Whether a name is in capitals, as constants are and functions are not. */
  private isConstant(name: number): boolean {
    if (name === constantAtom) return true;
    const first = this.atoms.byteAt(name, 0);
    const last = this.atoms.byteAt(name, -1);
    return first >= 65 && first <= 90 && (last < 97 || last > 122);
  }

  private openBrace(): void {
    let type = this.type[this.depth] ?? 0;
    if (this.back(1) === EQUALS && this.back(2) === NAME) {
      if (this.back(3) === DOT) type = -this.backName(2);
      else type = this.locals.typeOf(this.backName(2)) || type;
    } else if (this.back(1) === CLOSE && this.back(2) === NAME && this.back(3) === NAME) {
      if (this.backName(3) > lastTypeWord && this.backName(3) <= lastTagWord) {
        type = this.backName(2);
      }
    }
    this.open(BRACE, 0);
    this.type[this.depth] = type;
  }

  private closeBrace(): void {
    while (this.depth > 0 && this.bracket[this.depth] !== BRACE) this.depth--;
    if (this.depth > 0) this.depth--;
    if (this.braces > 0) this.braces--;
    this.tokens[this.depth] = (this.tokens[this.depth] ?? 0) + 2;
    this.locals.endStatement();
  }

  /** Looks whether the name last read was being declared. */
  private declarator(kind: number): void {
    if (this.back(1) !== NAME) return;
    const name = this.backName(1);
    if (name <= lastKeyword) return;
    const before = this.back(2);
    if (before === NAME) {
      const word = this.backName(2);
      if (word > lastKeyword || word <= lastTypeWord) {
        this.locals.declare(name, this.structAt(2), this.isGround());
      }
    } else if (before === STAR) {
      let at = 3;
      while (this.back(at) === STAR && at < 6) at++;
      if (this.back(at) === NAME) {
        const word = this.backName(at);
        if (word > lastKeyword || word <= lastTypeWord) {
          this.locals.declare(name, this.structAt(at), this.isGround());
        }
      } else if (this.back(at) === COMMA) this.locals.declareNext(name, this.isGround());
      else if (this.back(at) === OPEN && kind === CLOSE) {
        if (!this.locals.has(name)) this.locals.declare(name, 0, false);
        this.lastPointer = name;
      }
    } else if (before === COMMA) this.locals.declareNext(name, this.isGround());
  }

  private isGround(): boolean {
    return this.bracket[this.depth] === BRACE;
  }

  /** The struct whose name is `steps` back, or 0 where that is no struct. */
  private structAt(steps: number): number {
    const tag = this.backName(steps + 1);
    return tag > lastTypeWord && tag <= lastTagWord ? this.backName(steps) : 0;
  }

  /** `….field = name` and `….field = ….field`, at a comma, a semicolon or a closing brace. */
  private assignment(): void {
    let at = 1;
    while (this.back(at) === CLOSE) at++;
    if (this.back(at) !== NAME) return;
    const value = this.backName(at);
    if (value <= lastKeyword) return;
    at++;
    const linked = this.back(at);
    if (linked === ARROW || linked === DOT) {
      this.copy(value, at);
      return;
    }
    while (this.back(at) === OPEN) at++;
    if (this.back(at) === AMPERSAND) at++;
    if (this.back(at) !== EQUALS || this.back(at + 1) !== NAME) return;
    const field = this.backName(at + 1);
    const dot = this.back(at + 2);
    if (dot !== DOT && dot !== ARROW) return;
    const parameter = this.locals.parameterOf(value);
    if (parameter < 0 && (this.locals.has(value) || this.isConstant(value))) return;
    const kind = parameter < 0 ? ASSIGN : PARAMETER_ASSIGN;
    const given = parameter < 0 ? value : parameter;
    const start = this.back(at + 3);
    if (dot === DOT && (start === OPEN_BRACE || start === COMMA)) {
      this.emit(kind, given, field, this.type[this.depth] ?? 0);
      return;
    }
    this.findBase(at + 1);
    this.emit(kind, given, field, this.baseType > 0 ? this.baseType : -this.base);
  }

  private copy(source: number, link: number): void {
    this.findBase(link - 1);
    const base = this.base;
    const baseType = this.baseType;
    let at = link + 1;
    while (this.back(at) === NAME && at < 12) {
      const joint = this.back(at + 1);
      if (joint !== ARROW && joint !== DOT) break;
      at += 2;
    }
    if (this.back(at) !== NAME || this.back(at + 1) !== EQUALS) return;
    if (this.back(at + 2) === CLOSE && this.locals.has(this.lastPointer)) {
      this.locals.setField(this.lastPointer, source, base, baseType);
    }
    if (this.back(at + 2) !== NAME) return;
    const target = this.backName(at + 2);
    const joint = this.back(at + 3);
    if (joint === ARROW || joint === DOT) {
      this.emit(COPY, source, target, baseType > 0 ? baseType : -base);
      this.findBase(at + 2);
      this.emit(COPY_TARGET, target, 0, this.baseType > 0 ? this.baseType : -this.base);
    } else if (this.locals.has(target)) this.locals.setField(target, source, base, baseType);
  }
}
