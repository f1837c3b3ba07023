/**
 * The variables of the function being read and of its file: which names they are, the struct they are
 * of or point to, and the field a function pointer was taken from. Cleared by counting an age up.
 */
export class Locals {
  private age = 1;
  private fileAge = 1;
  private ages = new Int32Array(1 << 16);
  private types = new Int32Array(1 << 16);
  private fields = new Int32Array(1 << 16);
  private fieldBases = new Int32Array(1 << 16);
  private fieldTypes = new Int32Array(1 << 16);
  /** One more than the index of a parameter that may be a function; 0 for other variables. */
  private parameters = new Int32Array(1 << 16);
  private fileAges = new Int32Array(1 << 16);
  private fileTypes = new Int32Array(1 << 16);
  private declaring = false;
  private lastType = 0;
  /** The struct of the first variable declared since `beginFunction`, or 0. */
  firstType = 0;
  private count = 0;

  beginFile(): void {
    this.fileAge++;
    this.beginFunction();
  }

  beginFunction(): void {
    this.age++;
    this.declaring = false;
    this.firstType = 0;
    this.count = 0;
  }

  endStatement(): void {
    this.declaring = false;
  }

  has(name: number): boolean {
    return this.ages[name] === this.age;
  }

  /** The struct of a variable, or 0. */
  typeOf(name: number): number {
    if (this.ages[name] === this.age) return this.types[name] ?? 0;
    return this.fileAges[name] === this.fileAge ? (this.fileTypes[name] ?? 0) : 0;
  }

  /** The field that a local function pointer was taken from, or 0. */
  fieldOf(name: number): number {
    return this.ages[name] === this.age ? (this.fields[name] ?? 0) : 0;
  }

  fieldBaseOf(name: number): number {
    return this.fieldBases[name] ?? 0;
  }

  fieldTypeOf(name: number): number {
    return this.fieldTypes[name] ?? 0;
  }

  declare(name: number, type: number, statement: boolean): void {
    this.grow(name);
    this.ages[name] = this.age;
    this.types[name] = type;
    this.fields[name] = 0;
    this.parameters[name] = 0;
    if (this.count++ === 0) this.firstType = type;
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
    this.grow(name);
    this.fileAges[name] = this.fileAge;
    this.fileTypes[name] = type;
  }

  setField(name: number, field: number, base: number, type: number): void {
    this.fields[name] = field;
    this.fieldBases[name] = base;
    this.fieldTypes[name] = type;
  }

  setParameter(name: number, index: number): void {
    this.parameters[name] = index + 1;
  }

  /** The index of a parameter that may be a function, or -1. */
  parameterOf(name: number): number {
    return this.has(name) ? (this.parameters[name] ?? 0) - 1 : -1;
  }

  private grow(name: number): void {
    if (name < this.ages.length) return;
    const length = Math.max(name + 1, this.ages.length * 2);
    this.ages = widened(this.ages, length);
    this.types = widened(this.types, length);
    this.fields = widened(this.fields, length);
    this.fieldBases = widened(this.fieldBases, length);
    this.fieldTypes = widened(this.fieldTypes, length);
    this.parameters = widened(this.parameters, length);
    this.fileAges = widened(this.fileAges, length);
    this.fileTypes = widened(this.fileTypes, length);
  }
}

function widened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(old);
  return wider;
}
