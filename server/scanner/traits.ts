import { Names } from './names';
import { contains, Words } from './words';

/** Traits of a name. */
export const ANNOTATION_KNOWN: i32 = 1;
export const ANNOTATION: i32 = 2;
export const ANNOTATION_CALL: i32 = 4;
export const EXPORT_KNOWN: i32 = 16;
/** Makes a symbol known to modules, or marks it for another part of the kernel. */
export const EXPORT: i32 = 32;
/** Speaks of threads or tasks. */
export const MAKER_KNOWN: i32 = 64;
export const MAKER: i32 = 128;
/** A typedef of a number. */
export const PLAIN: i32 = 8;
/** Gives what is read through a pointer as it stands there. */
export const ACCESSOR: i32 = 256;
/** Names a static call: to call it, and to set what it calls. */
export const STATIC_CALL: i32 = 512;
export const STATIC_CALL_SETTER: i32 = 1024;
/** Calls its first argument; the bits above are of the arguments after it. */
export const CALLS_FIRST: i32 = 1 << 16;
/** Of so many arguments it is known whether they are called. */
const MOST_CALLED: i32 = 14;

/** Whether a name is in capitals, as constants are and functions are not. */
export function isConstant(name: i32): bool {
  if (name === Words.constant) return true;
  const first = Names.byteAt(name, 0);
  const last = Names.byteAt(name, -1);
  return first >= 65 && first <= 90 && (last < 97 || last > 122);
}

/**
 * Whether a name speaks of threads or tasks. Fields are given to functions a million times in a tree:
 * only those that may come to be a thread's function are noted.
 */
export function isMaker(name: i32): bool {
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

/** Whether what stands in the brackets after a name is read: `READ_ONCE(sock->ops)->connect()`. */
export function isAccessor(name: i32): bool {
  return (Names.traits(name) & ACCESSOR) !== 0;
}

/** Whether what stands in the brackets after a name is a static call: `static_call(x86_idle)()`. */
export function namesStaticCall(name: i32): bool {
  return (Names.traits(name) & STATIC_CALL) !== 0;
}

/** Whether a name sets what a static call calls: `static_call_update(x86_idle, default_idle)`. */
export function setsStaticCall(name: i32): bool {
  return (Names.traits(name) & STATIC_CALL_SETTER) !== 0;
}

/**
 * Whether what is given for an argument is called: by a macro (`INDIRECT_CALL_INET(sock->ops->sendmsg, …)`), or by a
 * function further up in the file (`do_tty_write(ld->ops->write, …)`), which compilers mostly take in.
 */
export function callsArgument(name: i32, index: i32): bool {
  return index < MOST_CALLED && (Names.traits(name) & (CALLS_FIRST << index)) !== 0;
}

/** Notes that a function calls its parameter. */
export function noteCalledParameter(name: i32, index: i32): void {
  if (index < MOST_CALLED) Names.setTraits(name, Names.traits(name) | (CALLS_FIRST << index));
}
