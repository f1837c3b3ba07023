import { classify } from './host';
import { Lexer, NAME } from './lexer';
import { Names } from './names';
import { ANNOTATION, ANNOTATION_CALL, ANNOTATION_KNOWN } from './traits';
import { Words } from './words';

const OPEN: i32 = 40;
const STAR: i32 = 42;

/** More tokens of a declaration are not kept. */
const LONGEST: i32 = 256;

/** The tokens of the declaration being read, up to its brace, bracket or semicolon. */
export class Head {
  private static kinds: usize = heap.alloc((LONGEST as usize) << 2);
  private static names: usize = heap.alloc((LONGEST as usize) << 2);
  private static lines: usize = heap.alloc((LONGEST as usize) << 2);
  static length: i32 = 0;
  /** What `readVariable` found, or 0. */
  static variable: i32 = 0;
  static struct: i32 = 0;

  /** Adds the token last read. */
  static add(kind: i32): void {
    if (Head.length === LONGEST) return;
    const place = (Head.length as usize) << 2;
    store<i32>(Head.kinds + place, kind);
    store<i32>(Head.names + place, kind === NAME ? Lexer.atom : 0);
    store<i32>(Head.lines + place, Lexer.line);
    Head.length++;
  }

  static kind(at: i32): i32 {
    return at < 0 ? 0 : load<i32>(Head.kinds + ((at as usize) << 2));
  }

  static name(at: i32): i32 {
    return at < 0 ? 0 : load<i32>(Head.names + ((at as usize) << 2));
  }

  static line(at: i32): i32 {
    return load<i32>(Head.lines + ((at as usize) << 2));
  }

  /** Finds the variable that is declared, the last name before any bracket, and the struct it is of. */
  static readVariable(): void {
    Head.variable = 0;
    Head.struct = 0;
    for (let at = 0; at < Head.length; at++) {
      const kind = Head.kind(at);
      if (kind === OPEN) break;
      if (kind !== NAME) continue;
      const name = Head.name(at);
      const tag = name === Words.structWord || name === Words.unionWord;
      if (tag && at + 1 < Head.length && Head.kind(at + 1) === NAME) {
        Head.struct = Head.name(at + 1);
        at++;
      } else if (name > Words.lastKeyword) Head.variable = name;
    }
  }

  /** Whether a name is used like a function, and is no annotation of the compiler. */
  static isUse(at: i32): bool {
    const bracket = at + 1 < Head.length && Head.kind(at + 1) === OPEN;
    return bracket && !startsWithUnderscores(Head.name(at));
  }

  /** Whether a word stands in it. */
  static has(word: i32): bool {
    for (let at = 0; at < Head.length; at++) {
      if (Head.kind(at) === NAME && Head.name(at) === word) return true;
    }
    return false;
  }

  /** Makes the last token a name. */
  static rename(name: i32): void {
    const place = ((Head.length - 1) as usize) << 2;
    store<i32>(Head.kinds + place, NAME);
    store<i32>(Head.names + place, name);
  }

  /** Whether no type stands before a name, so that what follows is a macro's use. */
  static onlyStorageBefore(last: i32): bool {
    for (let at = 0; at < last; at++) {
      if (Head.kind(at) !== NAME) return false;
      const name = Head.name(at);
      if (name > Words.lastTag && name <= Words.lastStorage) continue;
      return false;
    }
    return true;
  }

  /** `struct name {`, `struct __packed name {`, `enum {`: the tag word, or 0. */
  static tagBeforeBrace(last: i32): i32 {
    for (let at = last; at >= 0 && at > last - 6; at--) {
      if (Head.kind(at) !== NAME) return 0;
      const name = Head.name(at);
      if (name > Words.lastType && name <= Words.lastTag) return name;
    }
    return 0;
  }

  /**
   * Which of the names with a bracket after them is the function's: the last that a type stands before;
   * an annotation (`__acquires(x)`) does not take the place of a name found. -1 where there is none.
   */
  static find(): i32 {
    let head = -1;
    let first = -1;
    for (let at = 1; at < Head.length; at++) {
      if (Head.kind(at) !== OPEN || Head.kind(at - 1) !== NAME) continue;
      const name = Head.name(at - 1);
      if (name <= Words.lastKeyword || isAnnotationCall(name)) continue;
      if (first < 0) first = at - 1;
      const before = Head.kind(at - 2);
      const word = Head.name(at - 2);
      const typed = before === STAR || (before === NAME && isTypeLike(word));
      if (!typed) continue;
      const sure = before === STAR || word <= Words.lastType;
      if (head >= 0 && !sure && startsWithUnderscores(name)) continue;
      head = at - 1;
    }
    return head >= 0 ? head : first;
  }
}

function isTypeLike(name: i32): bool {
  return name > Words.lastStorage || name <= Words.lastTag;
}

function startsWithUnderscores(name: i32): bool {
  return Names.byteAt(name, 0) === 95 && Names.byteAt(name, 1) === 95;
}

/** How many words are remembered from file to file: a power of two. */
const REMEMBERED: usize = 1 << 14;
/** For each remembered word its traits, and above them the upper bits of its hash. */
const remembered: usize = heap.alloc(REMEMBERED << 3);
memory.fill(remembered, 0, REMEMBERED << 3);

function traitsOf(name: i32): i32 {
  const traits = Names.traits(name);
  if ((traits & ANNOTATION_KNOWN) !== 0) return traits;
  const hash = Names.hashOf(name);
  const at = remembered + (((hash as usize) & (REMEMBERED - 1)) << 3);
  let found = load<u64>(at);
  if (((found ^ hash) & ~0xff) !== 0 || (found & 0xff) === 0) {
    const told = classify(Names.bytesOf(name), Names.lengthOf(name));
    found = (hash & ~0xff) | ((ANNOTATION_KNOWN | told) as u64);
    store<u64>(at, found);
  }
  const all = traits | ((found & 0xff) as i32);
  Names.setTraits(name, all);
  return all;
}

/** Whether a word in a function's head is an annotation rather than part of its type. */
export function isAnnotation(name: i32): bool {
  return (traitsOf(name) & ANNOTATION) !== 0;
}

/** Annotations that take arguments (`include/linux/compiler_attributes.h`, `compiler_types.h`). */
function isAnnotationCall(name: i32): bool {
  return startsWithUnderscores(name) && (traitsOf(name) & ANNOTATION_CALL) !== 0;
}
