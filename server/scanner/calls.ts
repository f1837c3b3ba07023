import { CALLING, GROUP, KEYWORD } from './brackets';
import { CALL, FIELD_CALL, PARAMETER_CALL } from './facts';
import { ARROW, NAME, PASTE } from './lexer';
import { Reading } from './reading';
import { namesStaticCall, noteCalledParameter } from './traits';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const STAR: i32 = 42;
const DOT: i32 = 46;

/** A parenthesis opens: after a name it calls. */
export function openParenthesis(reading: Reading): void {
  const last = reading.last;
  const before = last.kind(1);
  if (before === NAME) openCall(reading, last.name(1));
  else {
    if (before === CLOSE) pointerCall(reading);
    reading.brackets.open(GROUP, 0);
  }
}

function openCall(reading: Reading, name: i32): void {
  const brackets = reading.brackets;
  if (name <= Words.lastKeyword) {
    brackets.open(KEYWORD, 0);
    return;
  }
  const before = reading.last.kind(2);
  if (before === PASTE) {
    brackets.open(GROUP, 0);
    return;
  }
  const locals = reading.locals;
  if (before === ARROW || before === DOT) {
    reading.findBase(1);
    reading.emit(FIELD_CALL, name, reading.base, reading.callType());
  } else if (locals.has(name)) {
    const field = locals.fieldOf(name);
    const parameter = locals.parameterOf(name);
    if (field > 0) {
      reading.emit(FIELD_CALL, field, locals.fieldBaseOf(name), locals.fieldTypeOf(name));
    } else if (parameter >= 0) parameterCall(reading, parameter);
  } else callOf(reading, name);
  brackets.open(CALLING, name);
}

/**
 * A call of a function, or of a variable outside functions that holds one. What all files share may be a function
 * under another configuration.
 */
function callOf(reading: Reading, name: i32): void {
  const holder = reading.holderOf(name);
  if (holder === 0 || holder === Words.variable) reading.emit(CALL, name, 0, 0);
  if (holder !== 0) reading.emit(FIELD_CALL, name, 0, holder);
}

/** `(x->field)(…)`, `(*x->field)(…)`, `(*variable)(…)`, `static_call(name)(…)`. */
function pointerCall(reading: Reading): void {
  const last = reading.last;
  if (last.kind(2) !== NAME) return;
  const before = last.kind(3);
  if (before === ARROW || before === DOT) {
    reading.findBase(2);
    reading.emit(FIELD_CALL, last.name(2), reading.base, reading.callType());
  } else if (before === STAR && last.kind(4) === OPEN) {
    const field = reading.locals.fieldOf(last.name(2));
    const parameter = reading.locals.parameterOf(last.name(2));
    const holder = reading.holderOf(last.name(2));
    if (field > 0) reading.emit(FIELD_CALL, field, 0, 0);
    else if (parameter >= 0) parameterCall(reading, parameter);
    else if (holder !== 0) reading.emit(FIELD_CALL, last.name(2), 0, holder);
  } else if (before === OPEN && last.kind(4) === NAME && namesStaticCall(last.name(4))) {
    reading.emit(FIELD_CALL, last.name(2), 0, Words.staticCall);
  }
}

function parameterCall(reading: Reading, parameter: i32): void {
  reading.emit(PARAMETER_CALL, parameter, 0, 0);
  if (reading.name > 0) noteCalledParameter(reading.name, parameter);
}
