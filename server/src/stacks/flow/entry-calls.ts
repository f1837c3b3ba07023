import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import { ALWAYS_INLINE, ASSEMBLY, type Definitions, NO_TRACE } from './definitions.ts';

/**
 * Tells calls by which kernel code enters as the processor does: to the handler of an exception
 * (`vc_forward_exception()`), or to assembly that goes on in C (`asm_fred_entry_from_kvm`). Entry code
 * itself hands exceptions on: handlers do, and what is noinstr.
 */
export function entryCalls(
  graph: KernelGraph,
  { marks, macros }: Definitions,
  entries: RegExp,
): (caller: FunctionId, callee: FunctionId) => boolean {
  /** 1: the handler of an exception; 2: assembly that goes on in C. */
  const entered = new Uint8Array(graph.size);
  const isHandler = (id: FunctionId): boolean => entries.test(macros.get(id) ?? '');
  for (const id of macros.keys()) if (isHandler(id)) entered[id] = 1;
  for (let id: FunctionId = 0; id < graph.size; id += 1) {
    if (((marks[id] ?? 0) & ASSEMBLY) === 0 || entered[id] === 1) continue;
    graph.eachCall(id, () => {
      entered[id] = 2;
    });
  }
  return (caller, callee) => {
    const way = entered[callee] ?? 0;
    if (way === 0) return false;
    const of = marks[caller] ?? 0;
    if ((of & ASSEMBLY) !== 0) return false;
    return way === 2 || !((of & (NO_TRACE | ALWAYS_INLINE)) !== 0 || isHandler(caller));
  };
}
