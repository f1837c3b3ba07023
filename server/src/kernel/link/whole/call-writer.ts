import { CALL_ROW, IN_ASSEMBLY, THROUGH_SLOT, TO_FUNCTION } from '../call-rows.ts';
import {
  ASSEMBLY,
  DIRECT,
  LINES_SHIFT,
  type LinkSections,
  MACRO,
  MANY_LINES,
  PARAMETER,
  SLOT,
} from '../kept/format.ts';
import { ByteList } from './byte-list.ts';
import { ListWriter, packedLists, turned } from './lists.ts';
import type { Slots } from './slots.ts';

/** Writes what functions call, one after the other, and then who calls them. */
export class CallWriter {
  private readonly bytes = new ByteList();
  private readonly from: Int32Array;
  private readonly callees: ListWriter;
  private readonly through: ListWriter;
  private readonly places: ReadonlyMap<number, number>;
  private written = 0;

  /** `vias`: the names of the macros that calls go through, in the order in which they are kept. */
  constructor(
    private readonly functions: number,
    private readonly slots: Slots,
    private readonly vias: readonly number[],
  ) {
    this.from = new Int32Array(functions + 1);
    this.callees = new ListWriter(functions, functions);
    this.through = new ListWriter(functions, slots.count);
    this.places = new Map(vias.map((name, place) => [name, place]));
  }

  /** Takes the calls of the next function, whose name stands in `line`. */
  next(line: number, rows: Int32Array): void {
    const { bytes } = this;
    const id = this.written++;
    let before = line;
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      const now = rows[at] ?? 0;
      this.call(id, now - before, rows[at + 1] ?? 0, rows[at + 2] ?? 0, rows[at + 3] ?? 0);
      before = now;
    }
    this.callees.next();
    this.through.next();
    this.from[id + 1] = bytes.length;
  }

  sections(): Pick<
    LinkSections,
    'callFrom' | 'calls' | 'vias' | 'callerFrom' | 'callers' | 'throughFrom' | 'through'
  > {
    const callers = packedLists(turned(this.callees.lists(), this.functions));
    const through = packedLists(turned(this.through.lists(), this.slots.count));
    return {
      callFrom: this.from,
      calls: this.bytes.taken(),
      vias: Int32Array.from(this.vias),
      callerFrom: callers.from,
      callers: callers.bytes,
      throughFrom: through.from,
      through: through.bytes,
    };
  }

  private call(id: number, lines: number, kind: number, a: number, b: number): void {
    const { bytes } = this;
    if (kind === THROUGH_SLOT) {
      const slot = this.slots.number({ struct: a, field: b });
      this.head(SLOT, lines);
      bytes.varint(slot);
      this.through.add(slot);
      return;
    }
    this.callees.add(a);
    if (kind === TO_FUNCTION) {
      this.head(b === 0 ? DIRECT : MACRO, lines);
      bytes.zigzag(a - id);
      if (b !== 0) bytes.varint(this.places.get(b) ?? 0);
    } else if (kind === IN_ASSEMBLY) {
      this.head(ASSEMBLY, lines);
      bytes.zigzag(a - id);
    } else {
      this.head(PARAMETER, lines);
      bytes.zigzag(a - id);
      bytes.varint(b);
    }
  }

  private head(form: number, lines: number): void {
    const fits = lines >= 0 && lines < MANY_LINES;
    this.bytes.byte(form | ((fits ? lines : MANY_LINES) << LINES_SHIFT));
    if (!fits) this.bytes.zigzag(lines);
  }
}

/** The macros that calls go through, those used most first. */
export function viasIn(functions: number, calls: (id: number) => Int32Array): readonly number[] {
  const uses = new Map<number, number>();
  for (let id = 0; id < functions; id++) {
    const rows = calls(id);
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      const via = rows[at + 3] ?? 0;
      if (rows[at + 1] !== TO_FUNCTION || via === 0) continue;
      uses.set(via, (uses.get(via) ?? 0) + 1);
    }
  }
  return [...uses]
    .sort(([one, often], [other, oftener]) => oftener - often || one - other)
    .map(([name]) => name);
}
