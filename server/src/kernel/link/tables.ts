import type { BuildState, TraceState } from '../model.ts';
import type { AtomTable } from '../scan/atoms.ts';
import type { TreeFacts } from '../scan/facts.ts';

/** What the Makefiles say of a file. */
export interface FileBuild {
  readonly build: BuildState;
  readonly trace: TraceState;
  /** The module that the file goes into, where `build` is `module`. */
  readonly module?: string;
  /** What takes the hook away where `trace` is `not-traced`: `kernel/Makefile:21 CFLAGS_REMOVE_irq_work.o`. */
  readonly traceEvidence?: string;
}

/** A scanned tree, before names are joined. */
export interface ScannedTree {
  readonly release: string;
  /** The directory under `arch/` that the tree is read for. */
  readonly arch: string;
  /** Paths in the tree, in the order of the facts' files. */
  readonly files: readonly string[];
  readonly builds: readonly FileBuild[];
  readonly atoms: AtomTable;
  readonly facts: TreeFacts;
}

/** Lists of numbers for dense keys: those of key `k` are `items[from[k], from[k + 1])`. */
export interface Lists {
  readonly from: Int32Array;
  readonly items: Int32Array;
}

/** Groups pairs by key, keeping their order. */
export function groupByKey(keys: number, pairs: Int32Array, count: number): Lists {
  const from = new Int32Array(keys + 1);
  for (let at = 0; at < count; at++) {
    const key = (pairs[at * 2] ?? 0) + 1;
    from[key] = (from[key] ?? 0) + 1;
  }
  for (let key = 0; key < keys; key++) from[key + 1] = (from[key + 1] ?? 0) + (from[key] ?? 0);
  const next = from.slice(0, keys);
  const items = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const key = pairs[at * 2] ?? 0;
    const slot = next[key] ?? 0;
    items[slot] = pairs[at * 2 + 1] ?? 0;
    next[key] = slot + 1;
  }
  return { from, items };
}

/** Groups the rows `0 … count − 1` by key, keeping their order. */
export function groupRows(keys: number, count: number, keyOf: (row: number) => number): Lists {
  const from = new Int32Array(keys + 1);
  for (let row = 0; row < count; row++) {
    const key = keyOf(row) + 1;
    from[key] = (from[key] ?? 0) + 1;
  }
  for (let key = 0; key < keys; key++) from[key + 1] = (from[key + 1] ?? 0) + (from[key] ?? 0);
  const next = from.slice(0, keys);
  const items = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const key = keyOf(row);
    const slot = next[key] ?? 0;
    items[slot] = row;
    next[key] = slot + 1;
  }
  return { from, items };
}
