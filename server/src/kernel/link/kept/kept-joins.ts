import type { RootKind } from '../../model.ts';
import { CALL_ROW, IN_ASSEMBLY, THROUGH_SLOT, TO_FUNCTION, TO_PARAMETER } from '../call-rows.ts';
import { CallJoiner, type FunctionReader, type Hint, type LostCall } from '../calls.ts';
import type { Joins, SlotSet } from '../joins.ts';
import type { FoundRoot } from '../roots.ts';
import type { Structs } from '../structs.ts';
import { CallReader } from './call-reader.ts';
import { headOf } from './file.ts';
import {
  ASSEMBLY,
  DIRECT,
  type LinkSections,
  MACRO,
  PARAMETER,
  ROOT_STRIDE,
  SLOT,
} from './format.ts';

/** Answers from what `linkTree` has joined, read in place. */
export class KeptJoins implements Joins {
  private readonly joiner: CallJoiner;
  private rows = new Int32Array(CALL_ROW << 8);

  /** `lineOf` gives the line of a function's name; `functions` reads what a function's file says. */
  constructor(
    private readonly sections: LinkSections,
    private readonly lineOf: (id: number) => number,
    private readonly functions: FunctionReader,
    structs: Structs,
  ) {
    const holds = (struct: number, field: number): boolean => this.slotAt(struct, field) >= 0;
    const into = (id: number, parameter: number): readonly { function: number }[] =>
      this.arriving(id, parameter);
    this.joiner = new CallJoiner(structs, { holds }, { into });
  }

  calls(id: number): Int32Array {
    const reader = this.open(id);
    const { vias, slots } = this.sections;
    let length = 0;
    for (let line = this.lineOf(id); reader.next(id); ) {
      line += reader.lines;
      if (length + CALL_ROW > this.rows.length) this.grow();
      const { rows } = this;
      rows[length] = line;
      rows[length + 1] = kinds[reader.form] ?? TO_FUNCTION;
      rows[length + 2] = reader.target;
      rows[length + 3] = reader.form === MACRO ? (vias[reader.extra] ?? 0) : reader.extra;
      if (reader.form === SLOT) {
        rows[length + 2] = slots[reader.target * 2 + 1] ?? 0;
        rows[length + 3] = slots[reader.target * 2] ?? 0;
      }
      length += CALL_ROW;
    }
    return this.rows.slice(0, length);
  }

  lost(id: number): readonly LostCall[] {
    return this.joiner.lost(id, this.functions.calls(id));
  }

  hints(id: number): readonly Hint[] {
    return this.functions.hints(id);
  }

  functionsIn(struct: number, field: number): readonly number[] {
    const slot = this.slotAt(struct, field);
    const found: number[] = [];
    if (slot >= 0) this.eachMember(slot, (id) => found.push(id));
    return found;
  }

  callers(id: number): readonly number[] {
    const all = new Set<number>();
    this.eachCaller(id, everySlot, (caller) => all.add(caller));
    return [...all].sort((one, other) => one - other);
  }

  eachCallee(id: number, slots: SlotSet, visit: (callee: number, pointer: boolean) => void): void {
    const reader = this.open(id);
    let pending: number[] | undefined;
    while (reader.next(id)) {
      if (reader.form !== SLOT) visit(reader.target, reader.form === PARAMETER);
      else if (slots.addSlot(reader.target)) {
        pending ??= [];
        pending.push(reader.target);
      }
    }
    if (pending === undefined) return;
    for (const slot of pending) this.eachMember(slot, (callee) => visit(callee, true));
  }

  eachCaller(id: number, slots: SlotSet, visit: (caller: number) => void): void {
    const { callerFrom, callers, holderFrom, holders, throughFrom, through } = this.sections;
    eachIn(callers, callerFrom[id] ?? 0, callerFrom[id + 1] ?? 0, visit);
    eachIn(holders, holderFrom[id] ?? 0, holderFrom[id + 1] ?? 0, (slot) => {
      if (!slots.addSlot(slot)) return;
      eachIn(through, throughFrom[slot] ?? 0, throughFrom[slot + 1] ?? 0, visit);
    });
  }

  isBuilt(id: number): boolean {
    return this.sections.built[id] === 1;
  }

  roots(): readonly FoundRoot[] {
    const { roots } = this.sections;
    const { kinds: kindNames, labels } = headOf(this.sections);
    return Array.from({ length: roots.length / ROOT_STRIDE }, (_, root) => {
      const [kind = 0, label = -1, id = 0, file = 0, line = 0] = roots.subarray(root * ROOT_STRIDE);
      return {
        kind: kindNames[kind] as RootKind,
        function: id,
        file,
        line,
        label: labels[label],
      };
    });
  }

  private open(id: number): CallReader {
    const { calls, callFrom } = this.sections;
    return new CallReader(calls, callFrom[id] ?? 0, callFrom[id + 1] ?? 0);
  }

  private eachMember(slot: number, visit: (id: number) => void): void {
    const { memberFrom, members } = this.sections;
    eachIn(members, memberFrom[slot] ?? 0, memberFrom[slot + 1] ?? 0, visit);
  }

  /** The number of a slot, or -1. */
  private slotAt(struct: number, field: number): number {
    const { slots } = this.sections;
    let low = 0;
    let high = slots.length / 2;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = slots[middle * 2] ?? 0;
      if (there < field || (there === field && (slots[middle * 2 + 1] ?? 0) < struct)) {
        low = middle + 1;
      } else high = middle;
    }
    return slots[low * 2] === field && slots[low * 2 + 1] === struct ? low : -1;
  }

  private arriving(id: number, parameter: number): readonly { function: number }[] {
    const reader = this.open(id);
    const found: { function: number }[] = [];
    while (reader.next(id)) {
      if (reader.form === PARAMETER && reader.extra === parameter) {
        found.push({ function: reader.target });
      }
    }
    return found;
  }

  private grow(): void {
    const wider = new Int32Array(this.rows.length * 2);
    wider.set(this.rows);
    this.rows = wider;
  }
}

/** The kinds of call-rows.ts, by form. */
const kinds = new Int32Array(8);
kinds[DIRECT] = TO_FUNCTION;
kinds[MACRO] = TO_FUNCTION;
kinds[SLOT] = THROUGH_SLOT;
kinds[PARAMETER] = TO_PARAMETER;
kinds[ASSEMBLY] = IN_ASSEMBLY;

const everySlot: SlotSet = { addSlot: () => true };

/** Visits the numbers of an ascending list that stands in `bytes[from, to)`. */
function eachIn(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (number: number) => void,
): void {
  let number = 0;
  for (let at = from; at < to; ) {
    let byte = bytes[at++] ?? 0;
    let value = byte & 127;
    for (let shift = 7; byte > 127 && at < to; shift += 7) {
      byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
    }
    number += value;
    visit(number);
  }
}
