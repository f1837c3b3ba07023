import type { KeptLists } from '../kept/kept-lists.ts';
import { type Slot, slotKey } from '../pointers.ts';
import type { Counterparts } from './counterparts.ts';
import { slotBefore } from './moved.ts';

/** Functions that have come into a slot, and that have gone. */
interface Difference {
  readonly come: Set<number>;
  readonly gone: Set<number>;
}

/** Which functions are in which slots: those kept, and what is other now. Slots that were empty come after those kept. */
export class EditedSlots {
  private readonly differences = new Map<number, Difference>();
  private readonly added = new Map<number, number>();
  private readonly addedSlots: Slot[] = [];
  /** The slots that functions have come into. */
  private readonly comeInto = new Map<number, number[]>();

  constructor(
    private readonly lists: KeptLists,
    private readonly counterparts: Counterparts,
  ) {}

  /** Slots that held nothing and have something now. */
  get filled(): readonly Slot[] {
    return this.addedSlots;
  }

  /** Puts a function into the slots of `now` (by `slotKey`), and takes it out of all others. */
  move(id: number, now: ReadonlyMap<number, Slot>): void {
    const before = new Set<number>();
    const earlier = this.counterparts.functionBefore(id);
    if (earlier >= 0) this.lists.eachHolder(earlier, (slot) => before.add(slot));
    for (const slot of now.values()) {
      const number = this.numberFor(slot);
      if (before.delete(number)) continue;
      this.difference(number).come.add(id);
      const come = this.comeInto.get(id) ?? [];
      this.comeInto.set(id, come);
      come.push(number);
    }
    for (const number of before) this.difference(number).gone.add(id);
  }

  /** The number of a slot that may hold something, or -1. */
  number(slot: Slot): number {
    const kept = slotBefore(slot, this.counterparts, this.lists);
    return kept >= 0 ? kept : (this.added.get(slotKey(slot)) ?? -1);
  }

  eachMember(number: number, visit: (id: number) => void): void {
    const difference = this.differences.get(number);
    if (number < this.lists.slotCount) {
      this.lists.eachMember(number, (before) => {
        const id = this.counterparts.functionNow(before);
        if (id >= 0 && difference?.gone.has(id) !== true) visit(id);
      });
    }
    for (const id of difference?.come ?? []) visit(id);
  }

  /** Visits the slots that a function is in. */
  eachHolder(id: number, visit: (slot: number) => void): void {
    const before = this.counterparts.functionBefore(id);
    if (before >= 0) {
      this.lists.eachHolder(before, (slot) => {
        if (this.differences.get(slot)?.gone.has(id) !== true) visit(slot);
      });
    }
    for (const slot of this.comeInto.get(id) ?? []) visit(slot);
  }

  holds(struct: number, field: number): boolean {
    const number = this.number({ struct, field });
    let found = false;
    if (number >= 0) {
      this.eachMember(number, () => {
        found = true;
      });
    }
    return found;
  }

  private numberFor(slot: Slot): number {
    const known = this.number(slot);
    if (known >= 0) return known;
    const number = this.lists.slotCount + this.addedSlots.length;
    this.added.set(slotKey(slot), number);
    this.addedSlots.push(slot);
    return number;
  }

  private difference(slot: number): Difference {
    const known = this.differences.get(slot);
    if (known !== undefined) return known;
    const difference = { come: new Set<number>(), gone: new Set<number>() };
    this.differences.set(slot, difference);
    return difference;
  }
}
