import { AskedArrivals } from '../arrivals.ts';
import { ParameterFlow, parametersFollowed } from '../flow.ts';
import type { KeptLists } from '../kept/kept-lists.ts';
import { type Slot, slotKey } from '../pointers.ts';
import { Walker } from '../walk.ts';
import type { Affected } from './affected.ts';
import type { Counterparts } from './counterparts.ts';
import { Forward, type Going } from './forward.ts';
import type { TreeState } from './state.ts';
import { Statements } from './statements.ts';

/** More functions are not followed anew. */
const mostMoved = 2000;

/** Where functions go now that edits may have led elsewhere. */
export interface Moved {
  readonly going: ReadonlyMap<number, Going>;
  /** What arrives as a parameter now, found by looking at who calls. */
  readonly flow: ParameterFlow;
}

/**
 * Finds the functions that may come into other slots, or arrive as other parameters, than they did; where
 * they go now. `undefined` where those are too many.
 */
export function movedBy(
  affected: Affected,
  before: TreeState,
  now: TreeState,
  counterparts: Counterparts,
  lists: KeptLists,
): Moved | undefined {
  const statements = new Statements(counterparts, affected.fields);
  for (const place of affected.before) statements.take(before, place, -1);
  for (const place of affected.now) statements.take(now, place, 1);
  const { scope, users, expander } = now;
  const flow = new ParameterFlow(new AskedArrivals(scope, users, new Walker(scope, expander)));
  const moved = new Set<number>(affected.retyped);
  const copies: (readonly [from: Slot, to: Slot, count: number])[] = [];
  statements.eachChange((said, by) => {
    switch (said.kind) {
      case 'stored':
      case 'given':
        if (said.id >= 0) moved.add(said.id);
        break;
      case 'copied': {
        copies.push([said.from, said.to, by]);
        const slot = slotBefore(said.from, counterparts, lists);
        if (slot < 0) break;
        lists.eachMember(slot, (id) => {
          const at = counterparts.functionNow(id);
          if (at >= 0) moved.add(at);
        });
        break;
      }
      case 'handed on': {
        const id = Math.floor(said.key / parametersFollowed);
        if (id < 0) break;
        for (const given of flow.into(id, said.key % parametersFollowed)) moved.add(given.function);
      }
    }
  });
  if (moved.size > mostMoved) return undefined;
  if (moved.size === 0) return { going: new Map(), flow };
  const copied = copiesNow(copies, counterparts, lists);
  const forward = new Forward(now, (slot) => copied.get(slotKey(slot)) ?? []);
  return { going: new Map([...moved].map((id) => [id, forward.of(id)])), flow };
}

/** The number of a slot among those kept, or -1. */
export function slotBefore(
  { struct, field }: Slot,
  counterparts: Counterparts,
  lists: KeptLists,
): number {
  const structBefore = counterparts.nameBefore(struct);
  const fieldBefore = counterparts.nameBefore(field);
  if (fieldBefore === 0 || (struct > 0 && structBefore === 0)) return -1;
  return lists.slotAt(structBefore, fieldBefore);
}

/** The slots that each slot is copied into, by `slotKey`. */
function copiesNow(
  changes: readonly (readonly [from: Slot, to: Slot, count: number])[],
  counterparts: Counterparts,
  lists: KeptLists,
): ReadonlyMap<number, readonly Slot[]> {
  const counts = new Map<string, { readonly from: Slot; readonly to: Slot; count: number }>();
  const add = (from: Slot, to: Slot, by: number): void => {
    const key = `${slotKey(from)} ${slotKey(to)}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { from, to, count: by });
    else known.count += by;
  };
  const slotNow = ({ struct, field }: Slot): Slot => ({
    struct: counterparts.nameNow(struct),
    field: counterparts.nameNow(field),
  });
  lists.eachCopy((from, to, count) => add(slotNow(from), slotNow(to), count));
  for (const change of changes) add(...change);
  const found = new Map<number, Slot[]>();
  for (const { from, to, count } of counts.values()) {
    if (count <= 0) continue;
    const known = found.get(slotKey(from));
    if (known === undefined) found.set(slotKey(from), [to]);
    else known.push(to);
  }
  return found;
}
