import type { TreeFacts } from '../index/tree-facts.ts';
import { AskedArrivals } from './arrivals.ts';
import { CALL_ROW, CallRows, THROUGH_SLOT, TO_PARAMETER } from './call-rows.ts';
import { Callers } from './callers.ts';
import { CallJoiner, FunctionReader, type Hint, type LostCall } from './calls.ts';
import type { Expander } from './expand.ts';
import { ParameterFlow } from './flow.ts';
import type { Joins, SlotSet } from './joins.ts';
import { isBuilt } from './owner.ts';
import { Pointers, type Slot, slotKey } from './pointers.ts';
import { type FoundRoot, Roots } from './roots.ts';
import type { Scope } from './scope.ts';
import { AskedStores, StoreReader } from './stores.ts';
import { Users } from './users.ts';
import { Walker } from './walk.ts';

/** Joins names when it is asked what they come to, and remembers it. */
export class AskedJoins implements Joins {
  private readonly functions: FunctionReader;
  private readonly joiner: CallJoiner;
  private readonly pointers: Pointers;
  private readonly callersOf: Callers;
  private readonly rootsOf: Roots;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly list = new CallRows();
  /** 2 for a function that is built, 1 for one that is not, 0 where it was not asked. */
  private readonly built: Uint8Array;
  private readonly slotLists = new Map<number, readonly Slot[]>();
  private readonly slotNumbers = new Map<number, number>();
  private readonly slotFunctions = new Map<number, readonly number[]>();

  constructor(
    facts: TreeFacts,
    private readonly scope: Scope,
    expander: Expander,
  ) {
    const users = new Users(facts, expander);
    const walker = (): Walker => new Walker(scope, expander);
    const { structs } = scope;
    const reader = new StoreReader(scope, structs);
    const flow = new ParameterFlow(new AskedArrivals(scope, users, walker()));
    const stores = new AskedStores(reader, users, walker());
    this.functions = new FunctionReader(scope, walker());
    this.pointers = new Pointers(structs, stores, reader, flow);
    this.joiner = new CallJoiner(structs, this.pointers, flow);
    this.callersOf = new Callers(scope, users, walker(), structs, this.pointers, flow);
    this.rootsOf = new Roots(scope, users, walker(), this.pointers, structs);
    this.from = new Int32Array(facts.functionCount).fill(-1);
    this.to = new Int32Array(facts.functionCount);
    this.built = new Uint8Array(facts.functionCount);
  }

  calls(id: number): Int32Array {
    const known = this.from[id] ?? 0;
    if (known >= 0) return this.list.rows(known, this.to[id] ?? 0);
    const { list } = this;
    list.begin();
    this.joiner.join(id, this.functions.calls(id), list);
    const { from, to } = list.end();
    this.from[id] = from;
    this.to[id] = to;
    return list.rows(from, to);
  }

  lost(id: number): readonly LostCall[] {
    return this.joiner.lost(id, this.functions.calls(id));
  }

  hints(id: number): readonly Hint[] {
    return this.functions.hints(id);
  }

  functionsIn(struct: number, field: number): readonly number[] {
    const key = slotKey({ struct, field });
    let functions = this.slotFunctions.get(key);
    if (functions === undefined) {
      const found = this.pointers.contents(field).get(struct)?.keys() ?? [];
      functions = [...found].sort((one, other) => one - other);
      this.slotFunctions.set(key, functions);
    }
    return functions;
  }

  callers(id: number): readonly number[] {
    const all = new Set(this.callersOf.byName(id));
    for (const slot of this.slotsOf(id)) {
      for (const caller of this.callersOf.throughSlot(slot)) all.add(caller);
    }
    return [...all].sort((one, other) => one - other);
  }

  eachCallee(id: number, slots: SlotSet, visit: (callee: number, pointer: boolean) => void): void {
    const calls = this.calls(id);
    for (let at = 0; at < calls.length; at += CALL_ROW) {
      const kind = calls[at + 1];
      if (kind !== THROUGH_SLOT) visit(calls[at + 2] ?? 0, kind === TO_PARAMETER);
    }
    for (let at = 0; at < calls.length; at += CALL_ROW) {
      if (calls[at + 1] !== THROUGH_SLOT) continue;
      const struct = calls[at + 2] ?? 0;
      const field = calls[at + 3] ?? 0;
      if (!slots.addSlot(this.slotNumber({ struct, field }))) continue;
      for (const callee of this.functionsIn(struct, field)) visit(callee, true);
    }
  }

  eachCaller(id: number, slots: SlotSet, visit: (caller: number) => void): void {
    for (const caller of this.callersOf.byName(id)) visit(caller);
    for (const slot of this.slotsOf(id)) {
      if (!slots.addSlot(this.slotNumber(slot))) continue;
      for (const caller of this.callersOf.throughSlot(slot)) visit(caller);
    }
  }

  isBuilt(id: number): boolean {
    const known = this.built[id] ?? 0;
    if (known > 0) return known > 1;
    const found = isBuilt(this.scope, id);
    this.built[id] = found ? 2 : 1;
    return found;
  }

  roots(): readonly FoundRoot[] {
    return this.rootsOf.find();
  }

  /** A dense number for a slot. */
  private slotNumber(slot: Slot): number {
    const key = slotKey(slot);
    let number = this.slotNumbers.get(key);
    if (number === undefined) {
      number = this.slotNumbers.size;
      this.slotNumbers.set(key, number);
    }
    return number;
  }

  private slotsOf(id: number): readonly Slot[] {
    let slots = this.slotLists.get(id);
    if (slots === undefined) {
      slots = this.callersOf.slotsOf(id);
      this.slotLists.set(id, slots);
    }
    return slots;
  }
}
