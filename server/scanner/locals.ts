/** Bytes of a variable's row, and what stands where in it. */
const ROW: i32 = 32;
/** Variables of one function that are given functions, and the index of the first: parameters end before. */
const MOST_HOLDERS: i32 = 8;
const FIRST_HOLDER: i32 = 24;

/** Of which function (by an age) the variable is, and what is known of it there. */
const AGE: usize = 0;
const TYPE: usize = 4;
const FIELD: usize = 8;
const FIELD_BASE: usize = 12;
const FIELD_TYPE: usize = 16;
const PARAMETER: usize = 20;
/** Of which file it is, and the struct it is of there. */
const FILE_AGE: usize = 24;
const FILE_TYPE: usize = 28;

/**
 * The variables of the function being read and of its file: which names they are, the struct they are
 * of or point to, and the field a function pointer was taken from. Each name has a row of its own; those
 * of a function are dropped at once by counting an age up.
 */
export class Locals {
  private rows: usize = 0;
  private capacity: i32 = 0;
  private age: i32 = 1;
  private fileAge: i32 = 1;
  private used: i32 = 0;
  private declaring: bool = false;
  private lastType: i32 = 0;
  /** How many variables of the function were seen to be given a function. */
  private holders: i32 = 0;
  /** The struct of the first variable declared since `beginFunction`, or 0. */
  firstType: i32 = 0;

  beginFile(): void {
    this.fileAge++;
    // Names have other rows in another file.
    this.used = 1;
    this.beginFunction();
  }

  beginFunction(): void {
    this.declaring = false;
    this.holders = 0;
    if (this.used === 0) return;
    this.age++;
    this.used = 0;
    this.firstType = 0;
  }

  endStatement(): void {
    this.declaring = false;
  }

  has(name: i32): bool {
    return this.find(name) !== 0;
  }

  /** The struct of a variable, or 0. */
  typeOf(name: i32): i32 {
    if (name >= this.capacity) return 0;
    const row = this.row(name);
    if (load<i32>(row, AGE) === this.age) return load<i32>(row, TYPE);
    return load<i32>(row, FILE_AGE) === this.fileAge ? load<i32>(row, FILE_TYPE) : 0;
  }

  /** The field that a local function pointer was taken from, or 0. */
  fieldOf(name: i32): i32 {
    const row = this.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD);
  }

  fieldBaseOf(name: i32): i32 {
    const row = this.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD_BASE);
  }

  fieldTypeOf(name: i32): i32 {
    const row = this.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD_TYPE);
  }

  declareName(name: i32, type: i32, statement: bool): void {
    if (this.used === 0) this.firstType = type;
    const row = this.made(name);
    if (load<i32>(row, AGE) !== this.age) {
      store<i32>(row, this.age, AGE);
      store<i32>(row, 0, FIELD_BASE);
      store<i32>(row, 0, FIELD_TYPE);
      this.used++;
    }
    store<i32>(row, type, TYPE);
    store<i32>(row, 0, FIELD);
    store<i32>(row, 0, PARAMETER);
    if (statement) {
      this.declaring = true;
      this.lastType = type;
    }
  }

  /** A further name of a declaration (`int a, b`); nothing where none is under way. */
  declareNext(name: i32, statement: bool): void {
    if (this.declaring && statement) this.declareName(name, this.lastType, true);
  }

  declareInFile(name: i32, type: i32): void {
    const row = this.made(name);
    store<i32>(row, this.fileAge, FILE_AGE);
    store<i32>(row, type, FILE_TYPE);
  }

  setField(name: i32, field: i32, base: i32, type: i32): void {
    const row = this.find(name);
    if (row === 0) return;
    store<i32>(row, field, FIELD);
    store<i32>(row, base, FIELD_BASE);
    store<i32>(row, type, FIELD_TYPE);
  }

  setParameter(name: i32, index: i32): void {
    const row = this.find(name);
    if (row !== 0) store<i32>(row, index + 1, PARAMETER);
  }

  /**
   * Makes a variable that is given a function count as a parameter after all others, and gives its index;
   * -1 where there are too many.
   */
  holder(name: i32): i32 {
    const known = this.parameterOf(name);
    if (known >= 0) return known;
    if (this.holders === MOST_HOLDERS) return -1;
    const index = FIRST_HOLDER + this.holders++;
    this.setParameter(name, index);
    return index;
  }

  /** The index of a parameter that may be a function, or -1. */
  parameterOf(name: i32): i32 {
    const row = this.find(name);
    return row === 0 ? -1 : load<i32>(row, PARAMETER) - 1;
  }

  @inline
  private row(name: i32): usize {
    return this.rows + ((name * ROW) as usize);
  }

  /** Address of the row of a variable of the function, or 0. */
  @inline
  private find(name: i32): usize {
    if (name >= this.capacity) return 0;
    const row = this.row(name);
    return load<i32>(row, AGE) === this.age ? row : 0;
  }

  private made(name: i32): usize {
    if (name >= this.capacity) this.grow(name + 1);
    return this.row(name);
  }

  private grow(names: i32): void {
    const before = this.capacity;
    this.capacity = max(max(names, before * 2), 1 << 10);
    this.rows = before === 0 ? heap.alloc(this.bytes()) : heap.realloc(this.rows, this.bytes());
    const from = (before * ROW) as usize;
    memory.fill(this.rows + from, 0, this.bytes() - from);
  }

  private bytes(): usize {
    return (this.capacity * ROW) as usize;
  }
}
