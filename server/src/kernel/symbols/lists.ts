import type { KernelGraph } from '../model.ts';
import type { SymbolList } from './symbol-list.ts';

/** The lists of the kernel that a patch is meant for, as far as there are any. */
export interface KernelLists {
  /** Every function that has code. */
  readonly symbols?: SymbolList;
  /** What ftrace can hook. */
  readonly traceable?: SymbolList;
}

/** So many functions tell whether a list belongs to a tree. */
const sampleSize = 2000;

/**
 * The share of a tree's functions that can hardly be missing from a kernel built from it (not static, in
 * C files of the image, not inlined by their head) that are in a list; `undefined` where the tree has too
 * few of them to tell.
 */
export function shareInList(graph: KernelGraph, list: SymbolList): number | undefined {
  const step = Math.max(1, Math.floor(graph.size / (sampleSize * 16)));
  let asked = 0;
  let found = 0;
  for (let id = 0; id < graph.size && asked < sampleSize; id += step) {
    const it = graph.get(id);
    if (it.build !== 'built-in' || it.isStatic || !it.file.endsWith('.c')) continue;
    if (it.macro !== undefined || it.trace !== 'traced' || it.attributes.length > 0) continue;
    asked += 1;
    if (list.of(it.name).length > 0) found += 1;
  }
  return asked < 100 ? undefined : found / asked;
}
