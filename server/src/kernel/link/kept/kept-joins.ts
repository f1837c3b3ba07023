import { CallJoiner, type FunctionReader, type Hint, type LostCall } from '../calls.ts';
import type { Joins, SlotSet } from '../joins.ts';
import type { FoundRoot } from '../roots.ts';
import type { Structs } from '../structs.ts';
import type { KeptLists } from './kept-lists.ts';

/** Answers from what `linkTree` has joined of the same facts. */
export class KeptJoins implements Joins {
  private readonly joiner: CallJoiner;

  /** `lineOf` gives the line of a function's name; `functions` reads what a function's file says. */
  constructor(
    private readonly lists: KeptLists,
    private readonly lineOf: (id: number) => number,
    private readonly functions: FunctionReader,
    structs: Structs,
  ) {
    const holds = (struct: number, field: number): boolean => lists.slotAt(struct, field) >= 0;
    const into = (id: number, parameter: number): readonly { function: number }[] =>
      this.arriving(id, parameter);
    this.joiner = new CallJoiner(structs, { holds }, { into });
  }

  calls(id: number): Int32Array {
    return this.lists.calls(id, this.lineOf(id));
  }

  lost(id: number): readonly LostCall[] {
    return this.joiner.lost(id, this.functions.calls(id));
  }

  hints(id: number): readonly Hint[] {
    return this.functions.hints(id);
  }

  functionsIn(struct: number, field: number): readonly number[] {
    const slot = this.lists.slotAt(struct, field);
    const found: number[] = [];
    if (slot >= 0) this.lists.eachMember(slot, (id) => found.push(id));
    return found;
  }

  callers(id: number): readonly number[] {
    const all = new Set<number>();
    this.eachCaller(id, everySlot, (caller) => all.add(caller));
    return [...all].sort((one, other) => one - other);
  }

  eachCallee(id: number, slots: SlotSet, visit: (callee: number, pointer: boolean) => void): void {
    const { lists } = this;
    for (const slot of lists.eachCallee(id, visit)) {
      if (slots.addSlot(slot)) lists.eachMember(slot, (callee) => visit(callee, true));
    }
  }

  eachCaller(id: number, slots: SlotSet, visit: (caller: number) => void): void {
    const { lists } = this;
    lists.eachCallerByName(id, visit);
    lists.eachHolder(id, (slot) => {
      if (slots.addSlot(slot)) lists.eachThrough(slot, visit);
    });
  }

  isBuilt(id: number): boolean {
    return this.lists.isBuilt(id);
  }

  roots(): readonly FoundRoot[] {
    return this.lists.roots();
  }

  private arriving(id: number, parameter: number): readonly { function: number }[] {
    const found: { function: number }[] = [];
    this.lists.eachArriving(id, (index, given) => {
      if (index === parameter) found.push({ function: given });
    });
    return found;
  }
}

/** Passes over no slot. */
export const everySlot: SlotSet = { addSlot: () => true };
