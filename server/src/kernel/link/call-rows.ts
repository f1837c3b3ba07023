/** Numbers of a call: one-based line, kind, and two that the kinds explain. */
export const CALL_ROW = 4;

/** A function, and the name of the macro that it is called through, or 0. */
export const TO_FUNCTION = 0;
/** A function, by an instruction of an assembly file. */
export const IN_ASSEMBLY = 1;
/** A function that arrives as a parameter, and that parameter's index, zero-based. */
export const TO_PARAMETER = 2;
/** A slot: a struct (0: not known) and its field, which stand for all functions that are in it. */
export const THROUGH_SLOT = 3;

/** Before joining: through a field, whose struct follows, or minus the field before it, or 0. */
export const OF_FIELD = 4;
/** Before joining: of a parameter, zero-based. */
export const OF_PARAMETER = 5;

/** The calls of functions, each list written once, one after the other. */
export class CallRows {
  private items = new Int32Array(1 << 12);
  private length = 0;
  /** Where the list that is being written begins. */
  private first = 0;

  clear(): void {
    this.length = 0;
  }

  begin(): void {
    this.first = this.length;
  }

  /** Adds a call to the list being written: after those of lines up to its own, unless it is there. */
  add(line: number, kind: number, a: number, b: number): void {
    if (this.length + CALL_ROW > this.items.length) this.grow();
    const { items, first } = this;
    let at = this.length;
    while (at > first && (items[at - CALL_ROW] ?? 0) > line) at -= CALL_ROW;
    for (let row = at - CALL_ROW; row >= first && items[row] === line; row -= CALL_ROW) {
      if (items[row + 1] === kind && items[row + 2] === a && items[row + 3] === b) return;
    }
    items.copyWithin(at + CALL_ROW, at, this.length);
    items[at] = line;
    items[at + 1] = kind;
    items[at + 2] = a;
    items[at + 3] = b;
    this.length += CALL_ROW;
  }

  /** Ends the list being written; gives where it stands, for `rows`. */
  end(): { readonly from: number; readonly to: number } {
    return { from: this.first, to: this.length };
  }

  rows(from: number, to: number): Int32Array {
    return this.items.subarray(from, to);
  }

  private grow(): void {
    const wider = new Int32Array(this.items.length * 2);
    wider.set(this.items);
    this.items = wider;
  }
}
