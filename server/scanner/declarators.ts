import { BRACE } from './brackets';
import { NAME } from './lexer';
import { Names } from './names';
import { Reading } from './reading';
import { PLAIN } from './traits';
import { Words } from './words';

const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const STAR: i32 = 42;
const COMMA: i32 = 44;

/** Whether a word may name the type of what follows it. */
function namesType(word: i32): bool {
  return word > Words.lastKeyword || word <= Words.lastType;
}

/** Looks whether the name last read was being declared; `kind` is the token after it. */
export function declarator(reading: Reading, kind: i32): void {
  const last = reading.last;
  if (last.kind(1) !== NAME) return;
  const before = last.kind(2);
  if (before === NAME || before === STAR || before === COMMA) declare(reading, kind, before);
}

function declare(reading: Reading, kind: i32, before: i32): void {
  const last = reading.last;
  const name = last.name(1);
  if (name <= Words.lastKeyword) return;
  const locals = reading.locals;
  const statement = reading.brackets.kind() === BRACE;
  if (before === NAME) {
    if (namesType(last.name(2))) locals.declareName(name, reading.structAt(2), statement);
  } else if (before === STAR) {
    let at = 3;
    while (last.kind(at) === STAR && at < 6) at++;
    if (last.kind(at) === NAME) {
      if (namesType(last.name(at))) locals.declareName(name, reading.structAt(at), statement);
    } else if (last.kind(at) === COMMA) locals.declareNext(name, statement);
    else if (last.kind(at) === OPEN && kind === CLOSE) {
      if (isCalled(reading, name, at + 1)) return;
      if (!locals.has(name)) locals.declareName(name, 0, false);
      reading.lastPointer = name;
    }
  } else locals.declareNext(name, statement);
}

/**
 * Whether `(*name)` is a variable outside functions that is called: a declaration has a type before the bracket,
 * `steps` back.
 */
function isCalled(reading: Reading, name: i32, steps: i32): bool {
  if (reading.holderOf(name) === 0) return false;
  const before = reading.last.kind(steps);
  return before !== STAR && !(before === NAME && namesType(reading.last.name(steps)));
}

/** Notes that the parameter last declared, with a zero-based index, may be a function: `type (*name)`, `typedef_t name` and `typedef_f *name`. */
export function functionParameter(reading: Reading, index: i32): void {
  const last = reading.last;
  if (last.kind(1) !== NAME || index < 0) return;
  const name = last.name(1);
  const pointed = last.kind(2) === STAR;
  if (!(pointed && last.kind(3) === OPEN)) {
    const at = pointed ? 3 : 2;
    if (last.kind(at) !== NAME) return;
    const type = last.name(at);
    if (type <= Words.lastKeyword || (Names.traits(type) & PLAIN) !== 0) return;
    if (last.kind(at + 1) === NAME && reading.structAt(at) > 0) return;
  }
  if (reading.locals.has(name)) reading.locals.setParameter(name, index);
}
