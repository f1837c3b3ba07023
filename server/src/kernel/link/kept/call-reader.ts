import { LINES_SHIFT, MACRO, MANY_LINES, PARAMETER, SLOT } from './format.ts';

/** Reads the calls of a function from `bytes[at, end)`, as format.ts describes them. */
export class CallReader {
  /** Of the call read last: its form, and how many lines it stands after the one before. */
  form = 0;
  lines = 0;
  /** The function called, or the slot. */
  target = 0;
  /** The place of the macro's name among `vias`, or the parameter's index. */
  extra = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
  ) {}

  /** Reads the next call of a function; false where there is none. */
  next(caller: number): boolean {
    if (this.at >= this.end) return false;
    const head = this.bytes[this.at++] ?? 0;
    const form = head & ((1 << LINES_SHIFT) - 1);
    const lines = head >>> LINES_SHIFT;
    this.form = form;
    this.lines = lines === MANY_LINES ? signed(this.varint()) : lines;
    const target = this.varint();
    this.target = form === SLOT ? target : caller + signed(target);
    this.extra = form === MACRO || form === PARAMETER ? this.varint() : 0;
    return true;
  }

  private varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] ?? 0;
    let value = byte & 127;
    for (let shift = 7; byte > 127 && shift < 35; shift += 7) {
      byte = bytes[this.at++] ?? 0;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }
}

function signed(zigzag: number): number {
  return (zigzag >>> 1) ^ -(zigzag & 1);
}
