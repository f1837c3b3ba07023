import type { RootKind } from '../../model.ts';
import { CALL_ROW, IN_ASSEMBLY, THROUGH_SLOT, TO_FUNCTION, TO_PARAMETER } from '../call-rows.ts';
import type { Slot } from '../pointers.ts';
import type { FoundRoot } from '../roots.ts';
import { CallReader } from './call-reader.ts';
import { headOf } from './file.ts';
import {
  ASSEMBLY,
  COPY_STRIDE,
  DIRECT,
  type LinkSections,
  MACRO,
  PARAMETER,
  ROOT_STRIDE,
  SLOT,
} from './format.ts';

/** The lists that `linkTree` has written, read in place. Functions, names and slots are its numbers. */
export class KeptLists {
  /** How many slots hold functions. */
  readonly slotCount: number;
  private rows = new Int32Array(CALL_ROW << 8);

  constructor(private readonly sections: LinkSections) {
    this.slotCount = sections.slots.length / 2;
  }

  /** What a function calls, whose name stands in `line`, as `Joins.calls` gives it. */
  calls(id: number, line: number): Int32Array {
    const reader = this.open(id);
    const { vias, slots } = this.sections;
    let length = 0;
    for (let now = line; reader.next(id); ) {
      now += reader.lines;
      if (length + CALL_ROW > this.rows.length) this.grow();
      const { rows } = this;
      rows[length] = now;
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

  /** Visits what a function calls, saying whether as a parameter; gives the slots that it calls through. */
  eachCallee(id: number, visit: (callee: number, pointer: boolean) => void): readonly number[] {
    const reader = this.open(id);
    let through: number[] | undefined;
    while (reader.next(id)) {
      if (reader.form !== SLOT) visit(reader.target, reader.form === PARAMETER);
      else if (through === undefined) through = [reader.target];
      else through.push(reader.target);
    }
    return through ?? none;
  }

  /** Visits the functions that arrive as a parameter which a function calls, ascending. */
  eachArriving(id: number, visit: (parameter: number, given: number) => void): void {
    const reader = this.open(id);
    while (reader.next(id)) {
      if (reader.form === PARAMETER) visit(reader.extra, reader.target);
    }
  }

  /** Visits who calls a function by its name or as a parameter, ascending. */
  eachCallerByName(id: number, visit: (caller: number) => void): void {
    const { callerFrom, callers } = this.sections;
    eachIn(callers, callerFrom[id] ?? 0, callerFrom[id + 1] ?? 0, visit);
  }

  /** Visits the slots that a function is in. */
  eachHolder(id: number, visit: (slot: number) => void): void {
    const { holderFrom, holders } = this.sections;
    eachIn(holders, holderFrom[id] ?? 0, holderFrom[id + 1] ?? 0, visit);
  }

  /** Visits who calls through a slot, ascending. */
  eachThrough(slot: number, visit: (caller: number) => void): void {
    const { throughFrom, through } = this.sections;
    eachIn(through, throughFrom[slot] ?? 0, throughFrom[slot + 1] ?? 0, visit);
  }

  /** Visits the functions in a slot, ascending. */
  eachMember(slot: number, visit: (id: number) => void): void {
    const { memberFrom, members } = this.sections;
    eachIn(members, memberFrom[slot] ?? 0, memberFrom[slot + 1] ?? 0, visit);
  }

  slot(number: number): Slot {
    const { slots } = this.sections;
    return { struct: slots[number * 2 + 1] ?? 0, field: slots[number * 2] ?? 0 };
  }

  /** The number of a slot, or -1. */
  slotAt(struct: number, field: number): number {
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

  /** Visits what is copied from one slot into another, and in how many places. */
  eachCopy(visit: (from: Slot, to: Slot, count: number) => void): void {
    const { copies } = this.sections;
    for (let at = 0; at < copies.length; at += COPY_STRIDE) {
      const [fromField = 0, fromStruct = 0, field = 0, struct = 0, count = 0] = copies.subarray(at);
      visit({ struct: fromStruct, field: fromField }, { struct, field }, count);
    }
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

  private grow(): void {
    const wider = new Int32Array(this.rows.length * 2);
    wider.set(this.rows);
    this.rows = wider;
  }
}

const none: readonly number[] = [];

/** The kinds of call-rows.ts, by form. */
const kinds = new Int32Array(8);
kinds[DIRECT] = TO_FUNCTION;
kinds[MACRO] = TO_FUNCTION;
kinds[SLOT] = THROUGH_SLOT;
kinds[PARAMETER] = TO_PARAMETER;
kinds[ASSEMBLY] = IN_ASSEMBLY;

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
