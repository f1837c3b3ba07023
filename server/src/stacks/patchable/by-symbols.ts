import type { KernelFunction } from '../../kernel/model.ts';
import type { KernelLists } from '../../kernel/symbols/lists.ts';
import type { SymbolList } from '../../kernel/symbols/symbol-list.ts';
import type { PatchFact } from '../fact.ts';

/**
 * Judges a function by the kernel's own lists; `bySource` is what source, Makefiles and configuration
 * say. The list of traceable functions settles it; the symbols tell what was inlined or cloned.
 */
export function byLists(
  lists: KernelLists,
  it: Pick<KernelFunction, 'name' | 'build' | 'module'>,
  bySource: PatchFact,
): PatchFact {
  const module = it.build === 'module' ? (it.module ?? '') : undefined;
  const { symbols, traceable } = listsFor(lists, module);
  const hooked = traceable?.of(it.name, module) ?? [];
  if (traceable !== undefined && hooked.includes(it.name)) {
    return named('in-symbol-list', it.name, hooked, traceable, module);
  }
  if (traceable !== undefined && hooked.length > 0) {
    return no('clone', hooked.join(', '), traceable.title);
  }
  const present = symbols?.of(it.name, module) ?? [];
  if (symbols !== undefined && !present.includes(it.name)) {
    if (present.length > 0) return no('clone', present.join(', '), symbols.title);
    if (bySource.answer === 'no') return bySource;
    const why = `${it.name}() has no symbol: the compiler inlined it or left it out`;
    return no('not-in-symbol-list', why, symbols.title);
  }
  if (traceable !== undefined) {
    if (bySource.answer === 'no') return bySource;
    const other = symbols?.sameCode(it.name).find((name) => traceable.of(name).includes(name));
    if (other !== undefined) return yes('alias', other, traceable.title);
    if (bySource.reason === 'alias') return bySource;
    const why = `${it.name}() is not among the functions that this kernel can trace`;
    return no('not-in-symbol-list', why, traceable.title);
  }
  if (symbols === undefined) return bySource;
  const settled =
    bySource.reason === 'likely-inlined' ||
    bySource.reason === 'build-unknown' ||
    bySource.reason === 'duplicate' ||
    bySource.reason === 'traceable';
  return settled ? named('traceable', it.name, present, symbols, module) : bySource;
}

/** The lists that say something of the kernel image, or of the one module asked for. */
function listsFor({ symbols, traceable }: KernelLists, module: string | undefined): KernelLists {
  const tells = (list: SymbolList | undefined): list is SymbolList =>
    list !== undefined && (module === undefined || list.hasModule(module));
  return {
    ...(tells(symbols) ? { symbols } : {}),
    ...(tells(traceable) ? { traceable } : {}),
  };
}

/** A function that has a symbol of its name: plainly, beside copies, or one of several. */
function named(
  reason: 'traceable' | 'in-symbol-list',
  name: string,
  present: readonly string[],
  list: SymbolList,
  module: string | undefined,
): PatchFact {
  const copies = present.filter((symbol) => symbol !== name && !symbol.includes('.cold'));
  if (copies.length > 0) return yes('copies', copies.join(', '), list.title);
  const count = list.count(name, module);
  if (count > 1) return yes('duplicate', `${count}`, list.title);
  return yes(reason, module ?? '', list.title);
}

function yes(reason: PatchFact['reason'], detail: string, place: string): PatchFact {
  return { answer: 'yes', reason, detail, place };
}

function no(reason: PatchFact['reason'], detail: string, place: string): PatchFact {
  return { answer: 'no', reason, detail, place };
}
