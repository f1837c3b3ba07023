import type { KernelFunction } from '../../kernel/model.ts';
import type { PatchFact } from '../fact.ts';
import type { SymbolList } from './symbols.ts';

/** The lists of the kernel that a patch is meant for, as far as there are any. */
export interface KernelLists {
  readonly symbols?: SymbolList;
  readonly traceable?: SymbolList;
}

/**
 * Judges a built-in function by the kernel's own lists; `bySource` is what source, Makefiles and
 * configuration say. The list of traceable functions settles it; the symbols tell what was inlined.
 */
export function byLists(lists: KernelLists, it: KernelFunction, bySource: PatchFact): PatchFact {
  if (it.build === 'module') return bySource;
  const { symbols, traceable } = lists;
  const hooked = traceable?.of(it.name) ?? [];
  if (traceable !== undefined && hooked.length > 0) {
    return fact('yes', 'in-symbol-list', clones(it.name, hooked), traceable.title);
  }
  const present = symbols?.of(it.name) ?? [];
  if (symbols !== undefined && present.length === 0) {
    if (bySource.answer === 'no') return bySource;
    const why = `${it.name}() has no symbol: the compiler inlined it or left it out`;
    return fact('no', 'not-in-symbol-list', why, symbols.title);
  }
  if (traceable !== undefined) {
    if (bySource.answer === 'no') return bySource;
    const why = `${it.name}() is not among the functions that this kernel can trace`;
    return fact('no', 'not-in-symbol-list', why, traceable.title);
  }
  if (symbols === undefined || bySource.reason !== 'likely-inlined') return bySource;
  return fact('yes', 'traceable', '', symbols.title);
}

function fact(
  answer: PatchFact['answer'],
  reason: PatchFact['reason'],
  detail: string,
  place: string,
): PatchFact {
  return { answer, reason, detail, place };
}

/** The clones, where the function itself is not among its symbols. */
function clones(name: string, symbols: readonly string[]): string {
  return symbols.includes(name) ? '' : `as ${symbols.join(', ')}`;
}
