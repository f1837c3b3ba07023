/**
 * Sorts the calls of one function by line, then by a rank; equal ones stay as they came. They come
 * nearly in order, for which insertion is the fastest.
 */
export class RowSorter {
  rows = new Int32Array(256);
  lines = new Int32Array(256);
  private ranks = new Int32Array(256);
  length = 0;

  add(row: number, line: number, rank: number): void {
    if (this.length === this.rows.length) {
      this.rows = widened(this.rows);
      this.lines = widened(this.lines);
      this.ranks = widened(this.ranks);
    }
    let at = this.length++;
    while (at > 0 && this.isAfter(at - 1, line, rank)) {
      this.rows[at] = this.rows[at - 1] ?? 0;
      this.lines[at] = this.lines[at - 1] ?? 0;
      this.ranks[at] = this.ranks[at - 1] ?? 0;
      at--;
    }
    this.rows[at] = row;
    this.lines[at] = line;
    this.ranks[at] = rank;
  }

  private isAfter(at: number, line: number, rank: number): boolean {
    const other = this.lines[at] ?? 0;
    return other > line || (other === line && (this.ranks[at] ?? 0) > rank);
  }
}

function widened(old: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(old.length * 2);
  wider.set(old);
  return wider;
}
