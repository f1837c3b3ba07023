import {
  ARGUMENT,
  ASSIGN,
  PARAMETER_ASSIGN,
  PARAMETER_CALL,
  PARAMETER_PASS,
} from '../../scan/facts.ts';
import { parametersFollowed } from '../flow.ts';
import { nameOf, partsOf, placeOf } from '../owner.ts';
import { type Slot, slotKey } from '../pointers.ts';
import { kindsOf } from '../walk.ts';
import type { TreeState } from './state.ts';

/** Where a function goes. */
export interface Going {
  /** The slots that it comes into, by `slotKey`. */
  readonly slots: ReadonlyMap<number, Slot>;
  /** The parameters (`parameterKey`) that it arrives as and that are called there. */
  readonly called: ReadonlySet<number>;
}

/** What a function does with one of its parameters. */
interface Handling {
  readonly isCalled: boolean;
  /** Fields that it is put into, each with its struct as in ASSIGN. */
  readonly fields: readonly (readonly [field: number, struct: number])[];
  /** The parameters that it is handed on as. */
  readonly passed: readonly number[];
}

const sources = kindsOf(ARGUMENT, ASSIGN);
const handling = kindsOf(PARAMETER_CALL, PARAMETER_ASSIGN, PARAMETER_PASS);

/** Follows functions from where their names stand: the other way round than `Pointers` and `ParameterFlow`. */
export class Forward {
  private readonly handlings = new Map<number, Handling>();

  /** `copied` gives the slots that what is in a slot is put into. */
  constructor(
    private readonly state: TreeState,
    private readonly copied: (slot: Slot) => Iterable<Slot>,
  ) {}

  of(id: number): Going {
    const slots = new Map<number, Slot>();
    const keys = new Set<number>();
    const put = (slot: Slot): void => {
      slots.set(slotKey(slot), slot);
    };
    this.begin(id, put, keys);
    const called = new Set<number>();
    for (const key of keys) {
      const { isCalled, fields, passed } = this.handlingOf(key);
      if (isCalled) called.add(key);
      for (const [field, struct] of fields) {
        put({ struct: this.state.reader.structOf(id, field, struct), field });
      }
      for (const next of passed) keys.add(next);
    }
    for (const slot of slots.values()) {
      for (const to of this.copied(slot)) put(to);
    }
    return { slots, called };
  }

  /** Finds where a function's name is put into fields and given away. */
  private begin(id: number, put: (slot: Slot) => void, keys: Set<number>): void {
    const { scope, walker, users, reader } = this.state;
    const name = nameOf(scope, id);
    for (const { file, owner } of users.of(name, 'name').owners) {
      if (!scope.resolve(name, file).includes(id)) continue;
      walker.owner(file, owner, sources, ({ kind, a, b, c, index }) => {
        if (a !== name) return;
        if (kind === ASSIGN) put({ struct: reader.structOf(id, b, c), field: b });
        else if (!walker.isGivenToField()) this.give(b, index, file, keys);
      });
    }
  }

  private give(callee: number, index: number, file: number, keys: Set<number>): void {
    if (index >= parametersFollowed) return;
    for (const id of this.state.scope.resolve(callee, file)) {
      keys.add(id * parametersFollowed + index);
    }
  }

  private handlingOf(key: number): Handling {
    const known = this.handlings.get(key);
    if (known !== undefined) return known;
    const { scope, walker } = this.state;
    const parameter = key % parametersFollowed;
    const place = placeOf(scope, Math.floor(key / parametersFollowed));
    let isCalled = false;
    const fields: (readonly [number, number])[] = [];
    const passed = new Set<number>();
    for (const owner of partsOf(scope, place)) {
      walker.owner(place.file, owner, handling, ({ kind, a, b, c, index }) => {
        if (a !== parameter) return;
        if (kind === PARAMETER_CALL) isCalled = true;
        else if (kind === PARAMETER_ASSIGN) fields.push([b, c]);
        else if (!walker.isGivenToField()) this.give(b, index, place.file, passed);
      });
    }
    const found = { isCalled, fields, passed: [...passed] };
    this.handlings.set(key, found);
    return found;
  }
}
