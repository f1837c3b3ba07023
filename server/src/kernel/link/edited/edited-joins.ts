import { FIELD_CALL } from '../../scan/facts.ts';
import { AskedJoins } from '../asked-joins.ts';
import {
  CALL_ROW,
  CallRows,
  OF_PARAMETER,
  THROUGH_SLOT,
  TO_FUNCTION,
  TO_PARAMETER,
} from '../call-rows.ts';
import { CallJoiner, FunctionReader, type Hint, type LostCall } from '../calls.ts';
import { parametersFollowed } from '../flow.ts';
import type { Joins, SlotSet } from '../joins.ts';
import { everySlot } from '../kept/kept-joins.ts';
import type { KeptLists } from '../kept/kept-lists.ts';
import { functionAt, isBuilt, lineOf } from '../owner.ts';
import { placeOfField, pointerCall, structsOfCall } from '../pointers.ts';
import type { FoundRoot } from '../roots.ts';
import { kindsOf, Walker } from '../walk.ts';
import { type Affected, affectedBy } from './affected.ts';
import { Counterparts } from './counterparts.ts';
import { EditedSlots } from './edited-slots.ts';
import { type Moved, movedBy } from './moved.ts';
import type { TreeState } from './state.ts';

/** Of a function: whether its calls are joined anew, and whether it stands in an edited file. */
const ANEW = 1;
const EDITED = 2;

/**
 * Answers of a tree by what was joined before some files of it were edited: what they may have changed is
 * joined anew, over it. `undefined` where that is too much. The answers are those that joining all would give.
 */
export function editedJoins(
  lists: KeptLists,
  before: TreeState,
  now: TreeState,
): EditedJoins | undefined {
  const counterparts = new Counterparts(before.facts, now.facts);
  const affected = affectedBy(before, now, counterparts);
  if (affected === undefined) return undefined;
  const moved = movedBy(affected, before, now, counterparts, lists);
  if (moved === undefined) return undefined;
  return new EditedJoins(lists, before, now, counterparts, affected, moved);
}

export class EditedJoins implements Joins {
  /** How many files are other than when the names were joined. */
  readonly edits: number;
  private readonly slots: EditedSlots;
  private readonly states: Uint8Array;
  private readonly rows = new Map<number, Int32Array>();
  /** The functions joined anew that call a function, and that call through a slot. */
  private readonly callersAnew = new Map<number, number[]>();
  private readonly throughAnew = new Map<number, number[]>();
  private readonly functions: FunctionReader;
  private readonly functionsBefore: FunctionReader;
  private readonly joiner: CallJoiner;
  private asked: AskedJoins | undefined;

  constructor(
    private readonly lists: KeptLists,
    before: TreeState,
    private readonly now: TreeState,
    private readonly counterparts: Counterparts,
    affected: Affected,
    private readonly moved: Moved,
  ) {
    const { scope, expander, facts } = now;
    this.edits = counterparts.edited.length;
    this.slots = new EditedSlots(lists, counterparts);
    this.states = new Uint8Array(facts.functionCount);
    this.functions = new FunctionReader(scope, new Walker(scope, expander));
    this.functionsBefore = new FunctionReader(before.scope, before.walker);
    const holds = (struct: number, field: number): boolean => this.slots.holds(struct, field);
    const into = (id: number, parameter: number): readonly { function: number }[] =>
      this.arriving(id, parameter);
    this.joiner = new CallJoiner(scope.structs, { holds }, { into });
    const anew = new Set<number>();
    for (const { file, owner } of affected.now) {
      const id = functionAt(scope, file, owner);
      if (id >= 0) anew.add(id);
    }
    for (const [id, { slots, called }] of moved.going) {
      this.slots.move(id, slots);
      this.eachCalledOtherwise(id, called, (caller) => anew.add(caller));
    }
    for (const slot of this.slots.filled) {
      this.eachCallThrough(slot.struct, slot.field, (caller) => anew.add(caller));
    }
    for (const { now: file } of counterparts.edited) {
      if (file < 0) continue;
      const end = facts.functionsBefore(file + 1);
      for (let id = facts.functionsBefore(file); id < end; id++) this.states[id] = EDITED;
    }
    for (const id of anew) this.states[id] = (this.states[id] ?? 0) | ANEW;
    for (const id of anew) this.joinAnew(id);
  }

  calls(id: number): Int32Array {
    const anew = this.rows.get(id);
    if (anew !== undefined) return anew;
    const { counterparts } = this;
    const rows = this.lists.calls(counterparts.functionBefore(id), lineOf(this.now.scope, id));
    let length = 0;
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      const kind = rows[at + 1] ?? 0;
      const a = rows[at + 2] ?? 0;
      const b = rows[at + 3] ?? 0;
      const isSlot = kind === THROUGH_SLOT;
      const target = isSlot ? counterparts.nameNow(a) : counterparts.functionNow(a);
      if (target < 0) continue;
      rows[length] = rows[at] ?? 0;
      rows[length + 1] = kind;
      rows[length + 2] = target;
      rows[length + 3] = isSlot || kind === TO_FUNCTION ? counterparts.nameNow(b) : b;
      length += CALL_ROW;
    }
    return rows.subarray(0, length);
  }

  lost(id: number): readonly LostCall[] {
    return this.joiner.lost(id, this.functions.calls(id));
  }

  hints(id: number): readonly Hint[] {
    return this.functions.hints(id);
  }

  functionsIn(struct: number, field: number): readonly number[] {
    const slot = this.slots.number({ struct, field });
    const found: number[] = [];
    if (slot >= 0) this.slots.eachMember(slot, (id) => found.push(id));
    return found.sort((one, other) => one - other);
  }

  callers(id: number): readonly number[] {
    const all = new Set<number>();
    this.eachCaller(id, everySlot, (caller) => all.add(caller));
    return [...all].sort((one, other) => one - other);
  }

  eachCallee(id: number, slots: SlotSet, visit: (callee: number, pointer: boolean) => void): void {
    const visitMember = (callee: number): void => visit(callee, true);
    const anew = this.rows.get(id);
    if (anew === undefined) {
      const before = this.counterparts.functionBefore(id);
      const through = this.lists.eachCallee(before, (callee, pointer) => {
        const now = this.counterparts.functionNow(callee);
        if (now >= 0) visit(now, pointer);
      });
      for (const slot of through) if (slots.addSlot(slot)) this.slots.eachMember(slot, visitMember);
      return;
    }
    for (let at = 0; at < anew.length; at += CALL_ROW) {
      const kind = anew[at + 1];
      if (kind !== THROUGH_SLOT) visit(anew[at + 2] ?? 0, kind === TO_PARAMETER);
    }
    for (let at = 0; at < anew.length; at += CALL_ROW) {
      if (anew[at + 1] !== THROUGH_SLOT) continue;
      const slot = this.slots.number({ struct: anew[at + 2] ?? 0, field: anew[at + 3] ?? 0 });
      if (slots.addSlot(slot)) this.slots.eachMember(slot, visitMember);
    }
  }

  eachCaller(id: number, slots: SlotSet, visit: (caller: number) => void): void {
    const { lists } = this;
    const visitKept = (before: number): void => {
      const caller = this.counterparts.functionNow(before);
      if (caller >= 0 && ((this.states[caller] ?? 0) & ANEW) === 0) visit(caller);
    };
    const before = this.counterparts.functionBefore(id);
    if (before >= 0) lists.eachCallerByName(before, visitKept);
    for (const caller of this.callersAnew.get(id) ?? []) visit(caller);
    this.slots.eachHolder(id, (slot) => {
      if (!slots.addSlot(slot)) return;
      if (slot < lists.slotCount) lists.eachThrough(slot, visitKept);
      for (const caller of this.throughAnew.get(slot) ?? []) visit(caller);
    });
  }

  isBuilt(id: number): boolean {
    if (((this.states[id] ?? 0) & EDITED) !== 0) return isBuilt(this.now.scope, id);
    return this.lists.isBuilt(this.counterparts.functionBefore(id));
  }

  roots(): readonly FoundRoot[] {
    const { facts, scope, expander } = this.now;
    this.asked ??= new AskedJoins(facts, scope, expander);
    return this.asked.roots();
  }

  private joinAnew(id: number): void {
    const rows = new CallRows();
    rows.begin();
    this.joiner.join(id, this.functions.calls(id), rows);
    const { from, to } = rows.end();
    const calls = rows.rows(from, to);
    this.rows.set(id, calls);
    for (let at = 0; at < calls.length; at += CALL_ROW) {
      const a = calls[at + 2] ?? 0;
      const isSlot = calls[at + 1] === THROUGH_SLOT;
      const slot = isSlot ? this.slots.number({ struct: a, field: calls[at + 3] ?? 0 }) : 0;
      const [lists, key] = isSlot ? [this.throughAnew, slot] : [this.callersAnew, a];
      const known = lists.get(key);
      if (known === undefined) lists.set(key, [id]);
      else if (known.at(-1) !== id) known.push(id);
    }
  }

  /** Visits the functions that called one as a parameter and do not now, or the other way round. */
  private eachCalledOtherwise(
    id: number,
    now: ReadonlySet<number>,
    visit: (caller: number) => void,
  ): void {
    const { counterparts, lists } = this;
    const called = new Set<number>();
    const before = counterparts.functionBefore(id);
    if (before >= 0) {
      lists.eachCallerByName(before, (caller) => {
        const at = counterparts.functionNow(caller);
        if (at < 0) return;
        lists.eachArriving(caller, (parameter, given) => {
          if (given === before) called.add(at * parametersFollowed + parameter);
        });
      });
    }
    for (const key of now) if (!called.delete(key)) visit(Math.floor(key / parametersFollowed));
    for (const key of called) visit(Math.floor(key / parametersFollowed));
  }

  /** Visits the functions that call through a field, where that can be the struct's. */
  private eachCallThrough(struct: number, field: number, visit: (caller: number) => void): void {
    const { scope, users, walker } = this.now;
    for (const { file, owner } of users.of(field, 'read').owners) {
      const caller = functionAt(scope, file, owner);
      if (caller < 0) continue;
      walker.owner(file, owner, kindsOf(FIELD_CALL), ({ a, b, c }) => {
        if (a !== field) return;
        const call = pointerCall(field, placeOfField(scope, field, b, c));
        if (structsOfCall(scope.structs, call).includes(struct)) visit(caller);
      });
    }
  }

  /** The functions that arrive as a parameter, ascending. */
  private arriving(id: number, parameter: number): readonly { function: number }[] {
    const { counterparts, moved } = this;
    const before = counterparts.functionBefore(id);
    if (before < 0 || !this.calledBefore(before, parameter)) return moved.flow.into(id, parameter);
    const found: number[] = [];
    this.lists.eachArriving(before, (index, given) => {
      const now = counterparts.functionNow(given);
      if (index === parameter && now >= 0 && !moved.going.has(now)) found.push(now);
    });
    const key = id * parametersFollowed + parameter;
    for (const [each, { called }] of moved.going) if (called.has(key)) found.push(each);
    return [...new Set(found)]
      .sort((one, other) => one - other)
      .map((each) => ({ function: each }));
  }

  /** Whether a function, as it was, called a parameter, so that what arrived as that was kept. */
  private calledBefore(before: number, parameter: number): boolean {
    const rows = this.functionsBefore.calls(before);
    for (let at = 0; at < rows.length; at += CALL_ROW) {
      if (rows[at + 1] === OF_PARAMETER && rows[at + 2] === parameter) return true;
    }
    return false;
  }
}
