import { ARGUMENT, ARGUMENT_SHIFT, ASSIGN, COPY, COPY_TARGET, PARAMETER_ASSIGN } from './facts';
import { ARROW, NAME } from './lexer';
import { Reading } from './reading';
import { isConstant } from './traits';
import { Words } from './words';

const AMPERSAND: i32 = 38;
const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const COMMA: i32 = 44;
const DOT: i32 = 46;
const EQUALS: i32 = 61;
const OPEN_BRACE: i32 = 123;

/** More brackets around a value than this are not looked through. */
const MOST_BRACKETS: i32 = 31;
/** A value with more names and joints is not looked through. */
const LONGEST_CHAIN: i32 = 12;

/** `….field = name` and `….field = ….field`, at a comma, a semicolon or a closing brace. */
export function assignment(reading: Reading): void {
  const last = reading.last;
  let at = 1;
  while (last.kind(at) === CLOSE && at < MOST_BRACKETS) at++;
  if (last.kind(at) !== NAME) return;
  const value = last.name(at);
  if (value <= Words.lastKeyword) return;
  at++;
  const linked = last.kind(at);
  if (linked === ARROW || linked === DOT) {
    copy(reading, value, at);
    return;
  }
  while (last.kind(at) === OPEN && at < MOST_BRACKETS) at++;
  if (last.kind(at) === AMPERSAND) at++;
  if (last.kind(at) !== EQUALS) return;
  if (last.kind(at + 1) === CLOSE) hold(reading, value, reading.lastPointer);
  if (last.kind(at + 1) !== NAME) return;
  const dot = last.kind(at + 2);
  if (dot === DOT || dot === ARROW) assign(reading, value, at);
  else hold(reading, value, last.name(at + 1));
}

/**
 * Notes a name put into a variable of the function being read, which may be called later: as if it were
 * given to the function as an argument.
 */
function hold(reading: Reading, value: i32, variable: i32): void {
  const locals = reading.locals;
  const holder = reading.holderOf(variable);
  if (holder !== 0) put(reading, value, variable, holder);
  if (reading.name === 0 || !locals.has(variable) || locals.typeOf(variable) > 0) return;
  if (locals.has(value) || isConstant(value)) return;
  const index = locals.holder(variable);
  if (index >= 0) reading.emit(ARGUMENT | (index << ARGUMENT_SHIFT), value, reading.name, 0);
}

/** Notes a name put into the field before the `=` that is `at` tokens back. */
function assign(reading: Reading, value: i32, at: i32): void {
  const last = reading.last;
  const field = last.name(at + 1);
  const start = last.kind(at + 3);
  if (last.kind(at + 2) === DOT && (start === OPEN_BRACE || start === COMMA)) {
    put(reading, value, field, reading.brackets.type());
    return;
  }
  reading.findBase(at + 1);
  put(reading, value, field, reading.baseStruct());
}

/** Notes a name put into a field of a struct, or minus a field. */
function put(reading: Reading, value: i32, field: i32, struct: i32): void {
  const parameter = reading.locals.parameterOf(value);
  if (parameter >= 0) reading.emit(PARAMETER_ASSIGN, parameter, field, struct);
  else if (!reading.locals.has(value) && !isConstant(value)) {
    reading.emit(ASSIGN, value, field, struct);
  }
}

/** Notes what `source`, a field whose joint is `link` back, is put into. */
function copy(reading: Reading, source: i32, link: i32): void {
  const last = reading.last;
  const locals = reading.locals;
  let at = link + 1;
  while (last.kind(at) === NAME && at < LONGEST_CHAIN) {
    const joint = last.kind(at + 1);
    if (joint !== ARROW && joint !== DOT) break;
    at += 2;
  }
  if (last.kind(at) !== NAME || last.kind(at + 1) !== EQUALS) return;
  const before = last.kind(at + 2);
  if (before !== CLOSE && before !== NAME) return;
  reading.findBase(link - 1);
  const base = reading.base;
  const baseType = reading.callType();
  if (before === CLOSE) {
    if (locals.has(reading.lastPointer)) {
      locals.setField(reading.lastPointer, source, base, baseType);
    }
    return;
  }
  const target = last.name(at + 2);
  const joint = last.kind(at + 3);
  const holder = reading.holderOf(target);
  if (joint === ARROW || joint === DOT) {
    reading.emit(COPY, source, target, reading.baseStruct());
    reading.findBase(at + 2);
    reading.emit(COPY_TARGET, target, 0, reading.baseStruct());
  } else if (holder !== 0) {
    reading.emit(COPY, source, target, reading.baseStruct());
    reading.emit(COPY_TARGET, target, 0, holder);
  } else if (locals.has(target)) locals.setField(target, source, base, baseType);
}
