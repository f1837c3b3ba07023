import { BRACE, CALLING } from './brackets';
import {
  ARGUMENT,
  ARGUMENT_SHIFT,
  ASSIGN,
  COPY,
  COPY_TARGET,
  FIELD_CALL,
  FIELD_PASS,
  HINT,
  LABEL,
  PARAMETER_PASS,
} from './facts';
import { ARROW, Lexer, NAME } from './lexer';
import { Names } from './names';
import { Reading } from './reading';
import { callsArgument, isConstant, isMaker, setsStaticCall } from './traits';
import { Words } from './words';

const DOT: i32 = 46;
/** A longer string is no label. */
const LONGEST_LABEL: i32 = 64;

/** Ends an argument: a name alone is passed, a field to what makes threads or calls it too. */
export function endArgument(reading: Reading): void {
  const brackets = reading.brackets;
  if (brackets.kind() !== CALLING) return;
  const last = reading.last;
  const name = last.lone();
  if (name > 0) {
    if (name > Words.lastKeyword) passName(reading, name);
  } else if (last.kind(1) === NAME) passField(reading);
  brackets.setArgument(brackets.argument() + 1);
}

function passName(reading: Reading, name: i32): void {
  const brackets = reading.brackets;
  const index = brackets.argument();
  const callee = brackets.callee();
  const parameter = reading.locals.parameterOf(name);
  if (parameter >= 0) {
    reading.emit(PARAMETER_PASS | (index << ARGUMENT_SHIFT), parameter, callee, 0);
  }
  if (reading.locals.has(name) || isConstant(name)) return;
  brackets.setNamed();
  reading.emit(ARGUMENT | (index << ARGUMENT_SHIFT), name, callee, 0);
  if (setsStaticCall(callee)) putIntoStaticCall(reading, name, index);
}

/** The function given with a static call's name is what that calls. */
function putIntoStaticCall(reading: Reading, name: i32, index: i32): void {
  const brackets = reading.brackets;
  if (index === 0) brackets.setFirst(name);
  else if (index === 1 && brackets.first() !== 0) {
    reading.emit(ASSIGN, name, brackets.first(), Words.staticCall);
  }
}

/** The same of what a field holds: `static_call_update(x86_pmu_read, x86_pmu.read)`. */
function copyIntoStaticCall(reading: Reading): void {
  const brackets = reading.brackets;
  const call = brackets.first();
  if (brackets.argument() !== 1 || call === 0) return;
  reading.findBase(1);
  reading.emit(COPY, reading.last.name(1), call, reading.baseStruct());
  reading.emit(COPY_TARGET, call, 0, Words.staticCall);
}

/**
 * A field given to what makes a thread may hold the thread's function; what calls its argument calls the field; what
 * sets a static call copies it.
 */
function passField(reading: Reading): void {
  const joint = reading.last.kind(2);
  if (joint !== ARROW && joint !== DOT) return;
  const brackets = reading.brackets;
  const callee = brackets.callee();
  if (callsArgument(callee, brackets.argument())) {
    reading.findBase(1);
    reading.emit(FIELD_CALL, reading.last.name(1), reading.base, reading.callType());
    return;
  }
  if (setsStaticCall(callee)) {
    copyIntoStaticCall(reading);
    return;
  }
  if (!isMaker(callee)) return;
  reading.findBase(1);
  const kind = FIELD_PASS | (brackets.argument() << ARGUMENT_SHIFT);
  reading.emit(kind, reading.last.name(1), callee, reading.baseStruct());
}

/** A string given to a call, the token last read. */
export function label(reading: Reading): void {
  const brackets = reading.brackets;
  if (brackets.kind() !== CALLING || !brackets.named()) return;
  const length = (Lexer.position - Lexer.start) as i32;
  if (length > LONGEST_LABEL) return;
  reading.emit(
    LABEL | (brackets.argument() << ARGUMENT_SHIFT),
    Names.intern(Lexer.start, length),
    brackets.callee(),
    0,
  );
}

/** A task state or an endless timeout is a hint; `first` is the first byte of the name last read. */
export function hint(reading: Reading, first: i32): void {
  if (first === 84) {
    // TASK_, as four bytes and one.
    const start = Lexer.start;
    if (load<u32>(start) !== 0x4b534154 || load<u8>(start, 4) !== 95) return;
  } else if (Lexer.atom !== Words.endless) return;
  reading.emit(HINT, Lexer.atom, enclosingCallee(reading), 0);
}

function enclosingCallee(reading: Reading): i32 {
  const brackets = reading.brackets;
  for (let depth = brackets.depth; depth > 0; depth--) {
    const kind = brackets.kindAt(depth);
    if (kind === CALLING) return brackets.calleeAt(depth);
    if (kind === BRACE) return 0;
  }
  return 0;
}
