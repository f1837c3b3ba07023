import type { KernelFunction } from '../../kernel/model.ts';
import { withoutClone } from '../../kernel/symbols/clones.ts';
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

/**
 * Judges what was asked for by `symbol`, which may be the name of a copy that the compiler makes
 * (`ptrace_stop.part.0`) of the function `it`: only a list tells whether this kernel has that copy.
 * `plain` is what is known of the function itself.
 */
export function bySymbol(
  lists: KernelLists,
  symbol: string,
  it: Pick<KernelFunction, 'name' | 'build' | 'module'>,
  plain: PatchFact,
): PatchFact {
  if (withoutClone(symbol) === symbol) return plain;
  const module = it.build === 'module' ? (it.module ?? '') : undefined;
  const { symbols, traceable } = listsFor(lists, module);
  if (traceable !== undefined) {
    if (traceable.of(it.name, module).includes(symbol)) {
      return yes('in-symbol-list', module ?? '', traceable.title);
    }
    const why = `${symbol}() is not among the functions that this kernel can trace`;
    return no('not-in-symbol-list', why, traceable.title);
  }
  if (symbols !== undefined && !symbols.of(it.name, module).includes(symbol)) {
    return no('not-in-symbol-list', `this kernel has no symbol ${symbol}`, symbols.title);
  }
  // What takes the hook from a function takes it from its copies; what has none of its own may have one.
  const bars = plain.answer === 'no' && plain.reason !== 'clone' && plain.reason !== 'inline';
  if (bars) return plain;
  if (symbols !== undefined) return yes('traceable', module ?? '', symbols.title);
  return { answer: 'unknown', reason: 'clone', detail: symbol, place: '' };
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
