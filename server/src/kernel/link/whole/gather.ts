import { OWNER_FLAGS, OWNER_LINE, OWNER_STRIDE } from '../../index/record.ts';
import { ASSEMBLY, CONTINUED, FUNCTION, MACRO, OFF } from '../../scan/facts.ts';
import { arrivalKinds, readArrival } from '../arrivals.ts';
import { CallRows } from '../call-rows.ts';
import { callKinds, readCall } from '../calls.ts';
import type { Expander } from '../expand.ts';
import { partsOf } from '../owner.ts';
import type { Scope } from '../scope.ts';
import { Stored, type StoreReader, type Stores, storeKinds } from '../stores.ts';
import { type Leaf, Walker } from '../walk.ts';
import { GatheredArrivals } from './gathered-arrivals.ts';

const outside = arrivalKinds | storeKinds;

/** What every file of a tree calls, stores and gives away, read in one pass over all of them. */
export class Gathered implements Stores {
  readonly arrivals = new GatheredArrivals();
  private readonly stored = new Map<number, Stored>();
  private readonly rows = new CallRows();
  private readonly from: Int32Array;
  private readonly lines: Int32Array;
  /** 1 for each function that the configuration does not leave out. */
  readonly built: Uint8Array;
  private readonly walker: Walker;
  /** Of the owner being read: its file, its place, and whether it is in assembly. */
  private file = 0;
  private owner = 0;
  private assembly = false;

  constructor(
    private readonly scope: Scope,
    expander: Expander,
    private readonly reader: StoreReader,
  ) {
    this.walker = new Walker(scope, expander);
    this.from = new Int32Array(scope.facts.functionCount + 1);
    this.lines = new Int32Array(scope.facts.functionCount);
    this.built = new Uint8Array(scope.facts.functionCount);
    for (let file = 0; file < scope.facts.fileCount; file++) this.readFile(file);
  }

  /** The calls of a function, as `readCall` gives them. */
  calls(id: number): Int32Array {
    return this.rows.rows(this.from[id] ?? 0, this.from[id + 1] ?? 0);
  }

  /** The one-based line of a function's name. */
  lineOf(id: number): number {
    return this.lines[id] ?? 0;
  }

  /** The fields that something is put into, ascending. */
  fields(): readonly number[] {
    return [...this.stored.keys()].sort((one, other) => one - other);
  }

  of(field: number): Stored {
    return this.stored.get(field) ?? new Stored();
  }

  private readFile(file: number): void {
    const { scope } = this;
    const { owners } = scope.facts.record(file);
    let id = scope.facts.functionsBefore(file);
    const isFileBuilt = scope.isBuilt(file);
    const done = new Set<number>();
    this.file = file;
    for (let owner = 0, base = 0; base < owners.length; owner++, base += OWNER_STRIDE) {
      const flags = owners[base + OWNER_FLAGS] ?? 0;
      const kind = flags & 3;
      if (kind === MACRO || done.has(owner)) continue;
      if (kind !== FUNCTION || (flags & CONTINUED) !== 0) {
        this.owner = owner;
        this.walker.owner(file, owner, outside, this.visitOutside);
        continue;
      }
      this.assembly = (flags & ASSEMBLY) !== 0;
      this.rows.begin();
      for (const part of partsOf(scope, { file, owner })) {
        this.owner = part;
        done.add(part);
        this.walker.owner(file, part, outside | callKinds, this.visit);
      }
      this.built[id] = isFileBuilt && (flags & OFF) === 0 ? 1 : 0;
      this.lines[id] = owners[base + OWNER_LINE] ?? 0;
      this.from[++id] = this.rows.end().to;
    }
  }

  private readonly visit = (leaf: Leaf): void => {
    const { scope, file, walker } = this;
    if ((callKinds & (1 << leaf.kind)) === 0) this.visitOutside(leaf);
    else readCall(scope, leaf, file, this.assembly, walker, this.rows);
  };

  private readonly visitOutside = (leaf: Leaf): void => {
    const { scope, file, owner } = this;
    const { line } = this.walker;
    if ((storeKinds & (1 << leaf.kind)) !== 0) {
      this.reader.take(leaf, file, owner, line, this.into);
    } else readArrival(scope, this.walker, file, owner, this.arrivals);
  };

  private readonly into = (field: number): Stored => {
    let stored = this.stored.get(field);
    if (stored === undefined) {
      stored = new Stored();
      this.stored.set(field, stored);
    }
    return stored;
  };
}
