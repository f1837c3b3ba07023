import { NAME } from './lexer';

const AMPERSAND: i32 = 38;
const OPEN: i32 = 40;
const CLOSE: i32 = 41;
const COMMA: i32 = 44;

/** How many of the last tokens are kept at least; none further back is asked for. */
const KEPT: usize = 48;
/** More brackets around a name are not looked through. */
const MOST_BRACKETS: i32 = 12;
/** How many there is room for. */
const ROOM: usize = 2048;

/** The last tokens of a text, each one number: its kind, and 256 times the atom of a name. */
export class LastTokens {
  private base: usize = heap.alloc((KEPT + ROOM) << 2);
  /** Address of the last token. */
  at: usize = 0;
  /** Address of the last place. */
  private end: usize = this.base + ((KEPT + ROOM - 1) << 2);

  clear(): void {
    const first = this.base + ((KEPT - 1) << 2);
    if (this.at === first) return;
    for (let at = this.base; at <= first; at += 16) v128.store(at, i64x2.splat(0));
    this.at = first;
  }

  add(kind: i32, name: i32): void {
    this.at = this.next(this.at);
    store<i32>(this.at, kind | (name << 8));
  }

  /** Where the token after one goes. */
  @inline
  next(at: usize): usize {
    return at === this.end ? this.wrapped() : at + 4;
  }

  private wrapped(): usize {
    memory.copy(this.base, this.end + 4 - (KEPT << 2), KEPT << 2);
    return this.base + (KEPT << 2);
  }

  /** The kind of the token `steps` back; 1 is the last, 0 stands before the first. */
  @inline
  kind(steps: i32): i32 {
    return load<u8>(this.at - (((steps - 1) as usize) << 2)) as i32;
  }

  @inline
  name(steps: i32): i32 {
    return (load<u32>(this.at - (((steps - 1) as usize) << 2)) >>> 8) as i32;
  }

  /** The name that is all of an argument which ends here: alone, in brackets, its address; or 0. */
  lone(): i32 {
    let at = this.at;
    let closed = 0;
    while (load<u8>(at) === CLOSE && closed < MOST_BRACKETS) {
      closed++;
      at -= 4;
    }
    if (load<u8>(at) !== NAME) return 0;
    const name = (load<u32>(at) >>> 8) as i32;
    at = beforeAddress(at - 4);
    for (; closed > 0; closed--) {
      if (load<u8>(at) === COMMA) at = this.opening(at);
      if (load<u8>(at) !== OPEN) return 0;
      at = beforeAddress(at - 4);
    }
    const before = load<u8>(at);
    return before === OPEN || before === COMMA || before === 0 ? name : 0;
  }

  /**
   * Brackets give what stands after their last comma: the bracket that is open at one, or the comma
   * itself where it seems to part a list, or the furthest token that is looked at.
   */
  private opening(comma: usize): usize {
    let at = comma;
    if (load<u8>(at - 4) === NAME) {
      const before = load<u8>(beforeAddress(at - 8));
      if (before === OPEN || before === COMMA) return comma;
    }
    let open = 1;
    for (let steps: usize = 0; steps < KEPT / 2; steps++) {
      at -= 4;
      const kind = load<u8>(at);
      if (kind === CLOSE) open++;
      else if (kind === OPEN && --open === 0) break;
    }
    return at;
  }
}

function beforeAddress(place: usize): usize {
  let at = place;
  while (load<u8>(at) === AMPERSAND) at -= 4;
  return at;
}
