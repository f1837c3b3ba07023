const firstSize = 512;

/** Columns of a variable's row. */
const NAME = 0;
const AGE = 1;
const TYPE = 2;
const FIELD = 3;
const FIELD_BASE = 4;
const FIELD_TYPE = 5;
const PARAMETER = 6;
const ROW = 8;

/**
 * The variables of the function being read and of its file: which names they are, the struct they are
 * of or point to, and the field a function pointer was taken from. A small hash table whose rows are
 * all dropped at once by counting an age up.
 */
export class Locals {
  private rows = new Int32Array(firstSize * ROW);
  private mask = firstSize - 1;
  private age = 1;
  private used = 0;
  private declaring = false;
  private lastType = 0;
  /** The struct of the first variable declared since `beginFunction`, or 0. */
  firstType = 0;
  private readonly fileTypes = new Map<number, number>();

  beginFile(): void {
    this.fileTypes.clear();
    this.beginFunction();
  }

  beginFunction(): void {
    this.declaring = false;
    if (this.used === 0) return;
    this.age++;
    this.used = 0;
    this.firstType = 0;
  }

  endStatement(): void {
    this.declaring = false;
  }

  has(name: number): boolean {
    return this.find(name) >= 0;
  }

  /** The struct of a variable, or 0. */
  typeOf(name: number): number {
    const row = this.find(name);
    return row >= 0 ? (this.rows[row + TYPE] ?? 0) : (this.fileTypes.get(name) ?? 0);
  }

  /** The field that a local function pointer was taken from, or 0. */
  fieldOf(name: number): number {
    return this.column(name, FIELD);
  }

  fieldBaseOf(name: number): number {
    return this.column(name, FIELD_BASE);
  }

  fieldTypeOf(name: number): number {
    return this.column(name, FIELD_TYPE);
  }

  declare(name: number, type: number, statement: boolean): void {
    if (this.used === 0) this.firstType = type;
    const row = this.add(name);
    this.rows[row + TYPE] = type;
    this.rows[row + FIELD] = 0;
    this.rows[row + PARAMETER] = 0;
    if (statement) {
      this.declaring = true;
      this.lastType = type;
    }
  }

  /** A further name of a declaration (`int a, b`); nothing where none is under way. */
  declareNext(name: number, statement: boolean): void {
    if (this.declaring && statement) this.declare(name, this.lastType, true);
  }

  declareInFile(name: number, type: number): void {
    this.fileTypes.set(name, type);
  }

  setField(name: number, field: number, base: number, type: number): void {
    const row = this.find(name);
    if (row < 0) return;
    this.rows[row + FIELD] = field;
    this.rows[row + FIELD_BASE] = base;
    this.rows[row + FIELD_TYPE] = type;
  }

  setParameter(name: number, index: number): void {
    const row = this.find(name);
    if (row >= 0) this.rows[row + PARAMETER] = index + 1;
  }

  /** The index of a parameter that may be a function, or -1. */
  parameterOf(name: number): number {
    return this.column(name, PARAMETER) - 1;
  }

  private column(name: number, column: number): number {
    const row = this.find(name);
    return row >= 0 ? (this.rows[row + column] ?? 0) : 0;
  }

  /** Where the row of a name begins, or -1. */
  private find(name: number): number {
    let slot = Math.imul(name, 0x9e3779b1) & this.mask;
    for (;;) {
      const row = slot * ROW;
      if (this.rows[row + AGE] !== this.age) return -1;
      if (this.rows[row + NAME] === name) return row;
      slot = (slot + 1) & this.mask;
    }
  }

  private add(name: number): number {
    if (this.used * 2 > this.mask) this.grow();
    let slot = Math.imul(name, 0x9e3779b1) & this.mask;
    for (;;) {
      const row = slot * ROW;
      if (this.rows[row + AGE] !== this.age) {
        this.rows[row + NAME] = name;
        this.rows[row + AGE] = this.age;
        this.used++;
        return row;
      }
      if (this.rows[row + NAME] === name) return row;
      slot = (slot + 1) & this.mask;
    }
  }

  private grow(): void {
    const old = this.rows;
    this.mask = this.mask * 2 + 1;
    this.rows = new Int32Array((this.mask + 1) * ROW);
    this.used = 0;
    for (let row = 0; row < old.length; row += ROW) {
      if (old[row + AGE] !== this.age) continue;
      const to = this.add(old[row + NAME] ?? 0);
      this.rows.set(old.subarray(row, row + ROW), to);
    }
  }
}
