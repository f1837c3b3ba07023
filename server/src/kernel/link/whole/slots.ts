import type { LinkSections } from '../kept/format.ts';
import { type Pointers, type Slot, slotKey } from '../pointers.ts';
import { ListWriter, packedLists, turned } from './lists.ts';

/** The slots that hold functions, numbered by field and struct. */
export class Slots {
  private readonly numbers = new Map<number, number>();
  private readonly places: number[] = [];
  private readonly members: (readonly number[])[] = [];

  constructor(fields: readonly number[], pointers: Pointers) {
    for (const field of fields) {
      const contents = [...pointers.contents(field)].sort(([one], [other]) => one - other);
      for (const [struct, functions] of contents) {
        if (functions.size === 0) continue;
        this.numbers.set(slotKey({ struct, field }), this.members.length);
        this.places.push(field, struct);
        this.members.push([...functions.keys()].sort((one, other) => one - other));
      }
    }
  }

  get count(): number {
    return this.members.length;
  }

  /** The number of a slot that holds functions. */
  number(slot: Slot): number {
    return this.numbers.get(slotKey(slot)) ?? 0;
  }

  sections(
    functions: number,
  ): Pick<LinkSections, 'slots' | 'memberFrom' | 'members' | 'holderFrom' | 'holders'> {
    const writer = new ListWriter(this.count, functions);
    for (const members of this.members) {
      for (const member of members) writer.add(member);
      writer.next();
    }
    const lists = writer.lists();
    const members = packedLists(lists);
    const holders = packedLists(turned(lists, functions));
    return {
      slots: Int32Array.from(this.places),
      memberFrom: members.from,
      members: members.bytes,
      holderFrom: holders.from,
      holders: holders.bytes,
    };
  }
}
