/** Deeper brackets are taken for the deepest. */
const DEEPEST: i32 = 4096;
/** Bytes of a row: a power of two. */
const ROW: usize = 32;

/** What an open bracket is. */
export const GROUP: i32 = 0;
export const CALLING: i32 = 1;
export const BRACE: i32 = 2;
export const KEYWORD: i32 = 3;

/** Open brackets; the one at depth 0 is the ground. */
export class Brackets {
  private rows: usize = heap.alloc((DEEPEST as usize) * ROW);
  depth: i32 = 0;
  /** Address of the row at `depth`. */
  private top: usize = 0;
  /** How many of them are braces. */
  braces: i32 = 0;

  /** `type` is the struct that braces on the ground initialise. */
  clear(type: i32): void {
    this.depth = 0;
    this.braces = 0;
    this.top = this.rows;
    clearRow(this.rows);
    this.setKind(BRACE);
    this.setType(type);
  }

  open(kind: i32, callee: i32): void {
    if (this.depth < DEEPEST - 1) this.depth++;
    const row = this.row(this.depth);
    this.top = row;
    clearRow(row);
    store<i32>(row, kind);
    store<i32>(row, callee, 4);
    if (kind === BRACE) this.braces++;
  }

  /** Makes the brackets as many as they were at another place of the same text. */
  restore(depth: i32, braces: i32): void {
    while (this.depth < depth && this.depth < DEEPEST - 1) this.open(BRACE, 0);
    this.depth = depth;
    this.top = this.row(depth);
    this.braces = braces;
  }

  /** Closes the innermost bracket. */
  close(): void {
    this.depth--;
    this.top -= ROW;
  }

  kindAt(depth: i32): i32 {
    return load<i32>(this.row(depth));
  }

  kind(): i32 {
    return load<i32>(this.top);
  }

  private setKind(kind: i32): void {
    store<i32>(this.top, kind);
  }

  calleeAt(depth: i32): i32 {
    return load<i32>(this.row(depth), 4);
  }

  /** What is called by the innermost bracket. */
  callee(): i32 {
    return load<i32>(this.top, 4);
  }

  /** Index of the argument now read. */
  argument(): i32 {
    return load<i32>(this.top, 8);
  }

  setArgument(argument: i32): void {
    store<i32>(this.top, argument, 8);
  }

  /** Whether a name was among the arguments. */
  named(): bool {
    return load<i32>(this.top, 12) !== 0;
  }

  setNamed(): void {
    store<i32>(this.top, 1, 12);
  }

  /** The first argument, where it was set. */
  first(): i32 {
    return load<i32>(this.top, 20);
  }

  setFirst(name: i32): void {
    store<i32>(this.top, name, 20);
  }

  /** The struct that a brace initialises; minus a field of that struct; or 0. */
  type(): i32 {
    return load<i32>(this.top, 16);
  }

  setType(type: i32): void {
    store<i32>(this.top, type, 16);
  }

  private row(depth: i32): usize {
    return this.rows + (depth as usize) * ROW;
  }
}

function clearRow(row: usize): void {
  store<u64>(row, 0);
  store<u64>(row, 0, 8);
  store<u64>(row, 0, 16);
}
