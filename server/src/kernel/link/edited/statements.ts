import { arrivalKinds, readArrival } from '../arrivals.ts';
import { parametersFollowed } from '../flow.ts';
import type { OwnerPlace } from '../owner.ts';
import { copiedSlots, type Slot, slotKey } from '../pointers.ts';
import { Stored, storeKinds } from '../stores.ts';
import type { Leaf } from '../walk.ts';
import type { Counterparts } from './counterparts.ts';
import type { TreeState } from './state.ts';

/** Something that a text says of where functions go. Numbers are those of now; gone functions are below 0. */
export type Statement =
  /** A function is put into a slot. */
  | { readonly kind: 'stored'; readonly id: number; readonly slot: Slot }
  /** A function is given for a parameter (`parameterKey`). */
  | { readonly kind: 'given'; readonly id: number; readonly key: number }
  /** What is in a slot is put into another. */
  | { readonly kind: 'copied'; readonly from: Slot; readonly to: Slot }
  /** What arrives as a parameter is handed on as another, or put into a field. */
  | { readonly kind: 'handed on'; readonly key: number };

/** What two states of a tree say, held against each other. */
export class Statements {
  private readonly counts = new Map<string, { readonly said: Statement; count: number }>();

  /** `fields`: names, as before, of fields that are read otherwise now. */
  constructor(
    private readonly counterparts: Counterparts,
    private readonly fields: ReadonlySet<number>,
  ) {}

  /** Takes in what an owner says in the state before (`sign` -1) or now (1). */
  take(state: TreeState, { file, owner }: OwnerPlace, sign: 1 | -1): void {
    const { scope, walker, reader } = state;
    const { structs } = scope;
    const isBefore = sign < 0;
    const { counterparts } = this;
    const idNow = (id: number): number => {
      const now = isBefore ? counterparts.functionNow(id) : id;
      return now < 0 ? -1 - id : now;
    };
    const nameNow = (name: number): number => (isBefore ? counterparts.nameNow(name) : name);
    const slotNow = ({ struct, field }: Slot): Slot => ({
      struct: nameNow(struct),
      field: nameNow(field),
    });
    const keyNow = (key: number): number =>
      idNow(Math.floor(key / parametersFollowed)) * parametersFollowed + (key % parametersFollowed);
    const add = (text: string, said: Statement): void => this.add(text, said, sign);
    const arrivals = {
      given: (at: number, id: number): void => {
        const said = { kind: 'given', id: idNow(id), key: keyNow(at) } as const;
        add(`g ${said.id} ${said.key}`, said);
      },
      passed: (at: number, from: number): void => {
        const key = keyNow(from);
        add(`p ${key} ${keyNow(at)}`, { kind: 'handed on', key });
      },
    };
    const stored = (field: number, { contents, copies, parameters }: Stored): void => {
      for (const [struct, functions] of contents) {
        const slot = slotNow({ struct, field });
        for (const id of functions.keys()) {
          const said = { kind: 'stored', id: idNow(id), slot } as const;
          add(`s ${said.id} ${slotKey(slot)}`, said);
        }
      }
      for (const copy of copies) {
        const slots = copiedSlots(structs, copy);
        if (slots === undefined) continue;
        const said = { kind: 'copied', from: slotNow(slots.from), to: slotNow(slots.to) } as const;
        add(`c ${slotKey(said.from)} ${slotKey(said.to)}`, said);
      }
      for (const { into, parameter, struct } of parameters) {
        if (parameter >= parametersFollowed) continue;
        const key = keyNow(into * parametersFollowed + parameter);
        const slot = slotNow({ struct: structs.ofPlace({ field, struct }), field });
        const mark = isBefore && this.fields.has(field) ? 'otherwise' : '';
        add(`k ${key} ${slotKey(slot)}${mark}`, { kind: 'handed on', key });
      }
    };
    walker.owner(file, owner, arrivalKinds | storeKinds, (leaf: Leaf) => {
      if ((storeKinds & (1 << leaf.kind)) === 0) {
        readArrival(scope, walker, file, owner, arrivals);
        return;
      }
      const into = new Map<number, Stored>();
      reader.take(leaf, file, owner, walker.line, (field) => {
        const empty = new Stored();
        into.set(field, empty);
        return empty;
      });
      for (const [field, what] of into) stored(field, what);
    });
  }

  /** Visits what is said more or less often now, and by how much. */
  eachChange(visit: (said: Statement, by: number) => void): void {
    for (const { said, count } of this.counts.values()) if (count !== 0) visit(said, count);
  }

  private add(text: string, said: Statement, sign: 1 | -1): void {
    const known = this.counts.get(text);
    if (known === undefined) this.counts.set(text, { said, count: sign });
    else known.count += sign;
  }
}
