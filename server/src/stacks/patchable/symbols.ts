import { withoutClone } from '../names.ts';

/** Names of functions that a running kernel has, from its own lists. */
export interface SymbolList {
  /** What the list is, for the reader: `System.map`, `available_filter_functions`. */
  readonly title: string;
  /** The symbols made from a function of the source: itself, or its clones; empty when it has none. */
  of(name: string): readonly string[];
  readonly size: number;
}

function listOf(title: string, names: Iterable<string>): SymbolList {
  const byName = new Map<string, string[]>();
  for (const symbol of names) {
    const name = withoutClone(symbol);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [symbol]);
    else if (!same.includes(symbol)) same.push(symbol);
  }
  return { title, of: (name) => byName.get(name) ?? [], size: byName.size };
}

/**
 * Reads `System.map` or `/proc/kallsyms`: lines of `ffffffff81000000 T name`, or without the address.
 * Only functions of the kernel image count; a `[module]` at the end leaves a line out. Lines of
 * another shape are passed over. `undefined` for a text that names no functions, as the stub that
 * Debian ships for `System.map`.
 */
export function readSymbols(text: string, title = 'System.map'): SymbolList | undefined {
  const names = function* (): Generator<string> {
    for (const match of text.matchAll(/^(?:[0-9a-f]+ )?[tTwW] (\S+)$/gm)) yield match[1] ?? '';
  };
  const list = listOf(title, names());
  return list.size > 0 ? list : undefined;
}

/**
 * Reads `available_filter_functions` of tracefs: a name a line, `name [module]` for modules, which are
 * left out. `undefined` for an empty text.
 */
export function readTraceable(text: string): SymbolList | undefined {
  const names = text.split('\n').filter((line) => line !== '' && !line.includes('['));
  const list = listOf(
    'available_filter_functions',
    names.map((line) => line.split(/\s/)[0] ?? ''),
  );
  return list.size > 0 ? list : undefined;
}
