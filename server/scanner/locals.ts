const FIRST_SIZE: i32 = 512;
/** Spreads the numbers of names over a table: 2³² divided by the golden ratio. */
const MIX: i32 = -1640531535;

/** Offsets in a variable's row of 32 bytes. */
const NAME: usize = 0;
const AGE: usize = 4;
const TYPE: usize = 8;
const FIELD: usize = 12;
const FIELD_BASE: usize = 16;
const FIELD_TYPE: usize = 20;
const PARAMETER: usize = 24;
const ROW: i32 = 32;

/** A small hash table from names to rows, all dropped at once by counting an age up. */
class Rows {
  private base: usize;
  private mask: i32;
  private age: i32 = 1;
  used: i32 = 0;

  constructor() {
    this.mask = FIRST_SIZE - 1;
    this.base = cleared(FIRST_SIZE);
  }

  clear(): void {
    this.age++;
    this.used = 0;
  }

  /** Address of the row of a name, or 0. */
  find(name: i32): usize {
    let slot = (name * MIX) & this.mask;
    while (true) {
      const row = this.base + ((slot * ROW) as usize);
      if (load<i32>(row, AGE) !== this.age) return 0;
      if (load<i32>(row, NAME) === name) return row;
      slot = (slot + 1) & this.mask;
    }
    return 0;
  }

  add(name: i32): usize {
    if (this.used * 2 > this.mask) this.grow();
    let slot = (name * MIX) & this.mask;
    while (true) {
      const row = this.base + ((slot * ROW) as usize);
      if (load<i32>(row, AGE) !== this.age) {
        memory.fill(row, 0, ROW as usize);
        store<i32>(row, name, NAME);
        store<i32>(row, this.age, AGE);
        this.used++;
        return row;
      }
      if (load<i32>(row, NAME) === name) return row;
      slot = (slot + 1) & this.mask;
    }
    return 0;
  }

  private grow(): void {
    const old = this.base;
    const rows = this.mask + 1;
    this.mask = rows * 2 - 1;
    this.base = cleared(rows * 2);
    this.used = 0;
    for (let at = 0; at < rows; at++) {
      const row = old + ((at * ROW) as usize);
      if (load<i32>(row, AGE) !== this.age) continue;
      memory.copy(this.add(load<i32>(row, NAME)), row, ROW as usize);
    }
    heap.free(old);
  }
}

function cleared(rows: i32): usize {
  const base = heap.alloc((rows * ROW) as usize);
  memory.fill(base, 0, (rows * ROW) as usize);
  return base;
}

/**
 * The variables of the function being read and of its file: which names they are, the struct they are
 * of or point to, and the field a function pointer was taken from.
 */
export class Locals {
  private rows: Rows = new Rows();
  private file: Rows = new Rows();
  private declaring: bool = false;
  private lastType: i32 = 0;
  /** The struct of the first variable declared since `beginFunction`, or 0. */
  firstType: i32 = 0;

  beginFile(): void {
    this.file.clear();
    this.beginFunction();
  }

  beginFunction(): void {
    this.declaring = false;
    if (this.rows.used === 0) return;
    this.rows.clear();
    this.firstType = 0;
  }

  endStatement(): void {
    this.declaring = false;
  }

  has(name: i32): bool {
    return this.rows.find(name) !== 0;
  }

  /** The struct of a variable, or 0. */
  typeOf(name: i32): i32 {
    let row = this.rows.find(name);
    if (row === 0) row = this.file.find(name);
    return row === 0 ? 0 : load<i32>(row, TYPE);
  }

  /** The field that a local function pointer was taken from, or 0. */
  fieldOf(name: i32): i32 {
    const row = this.rows.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD);
  }

  fieldBaseOf(name: i32): i32 {
    const row = this.rows.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD_BASE);
  }

  fieldTypeOf(name: i32): i32 {
    const row = this.rows.find(name);
    return row === 0 ? 0 : load<i32>(row, FIELD_TYPE);
  }

  declareName(name: i32, type: i32, statement: bool): void {
    if (this.rows.used === 0) this.firstType = type;
    const row = this.rows.add(name);
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
    store<i32>(this.file.add(name), type, TYPE);
  }

  setField(name: i32, field: i32, base: i32, type: i32): void {
    const row = this.rows.find(name);
    if (row === 0) return;
    store<i32>(row, field, FIELD);
    store<i32>(row, base, FIELD_BASE);
    store<i32>(row, type, FIELD_TYPE);
  }

  setParameter(name: i32, index: i32): void {
    const row = this.rows.find(name);
    if (row !== 0) store<i32>(row, index + 1, PARAMETER);
  }

  /** The index of a parameter that may be a function, or -1. */
  parameterOf(name: i32): i32 {
    const row = this.rows.find(name);
    return row === 0 ? -1 : load<i32>(row, PARAMETER) - 1;
  }
}
