/** Deeper brackets are taken for the deepest. */
const DEEPEST: i32 = 4096;
const ROW: usize = 28;

/** What an open bracket is. */
export const GROUP: i32 = 0;
export const CALLING: i32 = 1;
export const BRACE: i32 = 2;
export const KEYWORD: i32 = 3;

/** Open brackets; the one at depth 0 is the ground. */
export class Brackets {
  private rows: usize = heap.alloc((DEEPEST as usize) * ROW);
  depth: i32 = 0;
  /** How many of them are braces. */
  braces: i32 = 0;

  /** `type` is the struct that braces on the ground initialise. */
  clear(type: i32): void {
    this.depth = 0;
    this.braces = 0;
    memory.fill(this.rows, 0, ROW);
    this.setKind(BRACE);
    this.setType(type);
  }

  open(kind: i32, callee: i32): void {
    if (this.depth < DEEPEST - 1) this.depth++;
    const row = this.row(this.depth);
    memory.fill(row, 0, ROW);
    store<i32>(row, kind);
    store<i32>(row, callee, 4);
    if (kind === BRACE) this.braces++;
  }

  /** Makes the brackets as many as they were at another place of the same text. */
  restore(depth: i32, braces: i32): void {
    while (this.depth < depth && this.depth < DEEPEST - 1) this.open(BRACE, 0);
    this.depth = depth;
    this.braces = braces;
  }

  kindAt(depth: i32): i32 {
    return load<i32>(this.row(depth));
  }

  kind(): i32 {
    return load<i32>(this.row(this.depth));
  }

  private setKind(kind: i32): void {
    store<i32>(this.row(this.depth), kind);
  }

  calleeAt(depth: i32): i32 {
    return load<i32>(this.row(depth), 4);
  }

  /** Index of the argument now read. */
  argument(): i32 {
    return load<i32>(this.row(this.depth), 8);
  }

  setArgument(argument: i32): void {
    store<i32>(this.row(this.depth), argument, 8);
  }

  /** How many tokens the argument has so far; -1: it was a name in brackets. */
  tokens(): i32 {
    return load<i32>(this.row(this.depth), 12);
  }

  setTokens(count: i32): void {
    store<i32>(this.row(this.depth), count, 12);
  }

  /** The name that is all of the argument so far, or 0. */
  lone(): i32 {
    return load<i32>(this.row(this.depth), 16);
  }

  setLone(name: i32): void {
    store<i32>(this.row(this.depth), name, 16);
  }

  /** Whether a name was among the arguments. */
  named(): bool {
    return load<i32>(this.row(this.depth), 20) !== 0;
  }

  setNamed(): void {
    store<i32>(this.row(this.depth), 1, 20);
  }

  /** The struct that a brace initialises; minus a field of that struct; or 0. */
  type(): i32 {
    return load<i32>(this.row(this.depth), 24);
  }

  setType(type: i32): void {
    store<i32>(this.row(this.depth), type, 24);
  }

  private row(depth: i32): usize {
    return this.rows + (depth as usize) * ROW;
  }
}
