import { Brackets } from './brackets';
import { pushRef, REF_OFF } from './facts';
import { ARROW, Lexer, NAME } from './lexer';
import { Locals } from './locals';
import { Numbers } from './numbers';
import { LastTokens } from './tokens';
import { isAccessor } from './traits';
import { Variables } from './variables';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const COMMA: i32 = 44;
const DOT: i32 = 46;
const OPEN_INDEX: i32 = 91;
const CLOSE_INDEX: i32 = 93;

/** No array's index, and nothing that is read in brackets, is looked through where it is longer. */
const LONGEST: i32 = 29;

/** Where the reading of a text stands: its last tokens, open brackets and variables, and what was found. */
export class Reading {
  refs: Numbers = new Numbers(1 << 12);
  locals: Locals = new Locals();
  brackets: Brackets = new Brackets();
  last: LastTokens = new LastTokens();
  /** Whether references now stand in a branch that the configuration leaves out. */
  off: bool = false;
  /** What `findBase` found: the field before, or the variable's struct; or 0. */
  base: i32 = 0;
  baseType: i32 = 0;
  /** What the field before is of (`tty` of `tty->ops->write`): the variable's struct, minus a field, or 0. */
  outerType: i32 = 0;
  /** The function whose body is read, or 0. */
  name: i32 = 0;
  /** The name last declared as `(*name)`. */
  lastPointer: i32 = 0;

  emit(kind: i32, a: i32, b: i32, c: i32): void {
    pushRef(this.refs, this.off ? kind | REF_OFF : kind, Lexer.line, a, b, c);
  }

  /** Finds what stands before the field whose name is `steps` back: a field, or a variable's struct. */
  findBase(steps: i32): void {
    this.base = 0;
    this.baseType = 0;
    this.outerType = 0;
    const last = this.last;
    let at = steps + 2;
    while (last.kind(at) === CLOSE_INDEX && at < LONGEST) {
      let open = 1;
      at++;
      while (open > 0 && at < LONGEST) {
        if (last.kind(at) === CLOSE_INDEX) open++;
        else if (last.kind(at) === OPEN_INDEX) open--;
        at++;
      }
    }
    if (last.kind(at) === CLOSE && this.isRead(at)) at++;
    if (last.kind(at) !== NAME) return;
    const before = last.kind(at + 1);
    if (before !== ARROW && before !== DOT) {
      this.baseType = this.locals.typeOf(last.name(at));
      return;
    }
    this.base = last.name(at);
    const outer = last.kind(at + 3);
    if (last.kind(at + 2) !== NAME) return;
    const name = last.name(at + 2);
    this.outerType = outer === ARROW || outer === DOT ? -name : this.locals.typeOf(name);
  }

  /** Whether the brackets that close `at` steps back hold one thing that is read: `READ_ONCE(sock->ops)`. */
  private isRead(at: i32): bool {
    const last = this.last;
    let open = 1;
    for (let step = at + 1; step < LONGEST; step++) {
      const kind = last.kind(step);
      if (kind === CLOSE) open++;
      else if (kind === COMMA && open === 1) return false;
      else if (kind === OPEN && --open === 0) {
        return last.kind(step + 1) === NAME && isAccessor(last.name(step + 1));
      }
    }
    return false;
  }

  /** What a call through the field tells of the base's struct: the base's own, or of what the base is a field. */
  @inline
  callType(): i32 {
    return this.base > 0 ? this.outerType : this.baseType;
  }

  /** What stands for the struct of a variable outside functions that holds a function, or 0. */
  @inline
  holderOf(variable: i32): i32 {
    const type = this.locals.typeOf(variable);
    return Variables.isHolder(type) ? type : 0;
  }

  /** The struct that `findBase` found; minus the field; or 0. */
  baseStruct(): i32 {
    return this.baseType > 0 ? this.baseType : -this.base;
  }

  /** The struct whose name is `steps` back, or 0 where that is no struct. */
  structAt(steps: i32): i32 {
    const tag = this.last.name(steps + 1);
    return tag > Words.lastType && tag <= Words.lastTag ? this.last.name(steps) : 0;
  }
}
