import type { ArrivalVisitor } from '../arrivals.ts';
import type { Arrivals } from '../flow.ts';

/** Numbers of what is given: the one before of the same parameter or -1, function, file, line. */
const GIVEN = 4;
/** Numbers of what is handed on: the one before of the same parameter or -1, the parameter it comes from. */
const PASSED = 2;

/** Everything that is given for parameters anywhere in a tree. */
export class GatheredArrivals implements Arrivals, ArrivalVisitor {
  private readonly lastGiven = new Map<number, number>();
  private readonly lastPassed = new Map<number, number>();
  private givenRows = new Int32Array(1 << 16);
  private givenLength = 0;
  private readonly passedRows: number[] = [];

  given(key: number, id: number, file: number, line: number): void {
    const at = this.givenLength;
    if (at + GIVEN > this.givenRows.length) {
      const wider = new Int32Array(this.givenRows.length * 2);
      wider.set(this.givenRows);
      this.givenRows = wider;
    }
    const rows = this.givenRows;
    rows[at] = this.lastGiven.get(key) ?? -1;
    rows[at + 1] = id;
    rows[at + 2] = file;
    rows[at + 3] = line;
    this.lastGiven.set(key, at);
    this.givenLength += GIVEN;
  }

  passed(key: number, from: number): void {
    const at = this.passedRows.length;
    this.passedRows.push(this.lastPassed.get(key) ?? -1, from);
    this.lastPassed.set(key, at);
  }

  eachGiven(key: number, visit: (id: number, file: number, line: number) => void): void {
    const rows = this.givenRows;
    for (let at = this.lastGiven.get(key) ?? -1; at >= 0; at = rows[at] ?? -1) {
      visit(rows[at + 1] ?? 0, rows[at + 2] ?? 0, rows[at + 3] ?? 0);
    }
  }

  eachPassed(key: number, visit: (from: number) => void): void {
    const rows = this.passedRows;
    for (let at = this.lastPassed.get(key) ?? -1; at >= 0; at = rows[at] ?? -1) {
      visit(rows[at + PASSED - 1] ?? 0);
    }
  }
}
