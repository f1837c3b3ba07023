import { type SymbolEntry, type SymbolList, symbolList } from './symbol-list.ts';

const symbolLine = /^(?:([0-9a-f]+) )?[tTwW] (\S+)(?:[ \t]+\[(\S+)\])?$/gm;

/**
 * Reads `System.map` or `/proc/kallsyms`: lines of `ffffffff81000000 T name`, or without the address;
 * `[module]` at the end tells a module's. Lines of another shape are passed over. `undefined` for a
 * text that names no functions of the kernel image, as the stub that Debian ships for `System.map`.
 */
export function readSymbols(text: string, title = 'System.map'): SymbolList | undefined {
  const entries = function* (): Generator<SymbolEntry> {
    for (const [, address, name = '', module] of text.matchAll(symbolLine)) {
      yield { name, module, address };
    }
  };
  return symbolList(title, entries());
}

const traceableLine = /^(?:([0-9a-f]{8,}) )?([^\s[]+)(?:[ \t]+\[(\S+)\])?$/gm;

/** What ftrace lists for a place whose function the linker dropped (`kernel/trace/ftrace.c`). */
const dropped = /^__ftrace_invalid_address___/;

/**
 * Reads `available_filter_functions` of tracefs (or `…_addrs`, with addresses): a name a line,
 * `name [module]` for modules. `undefined` for a text that names none of the kernel image.
 */
export function readTraceable(
  text: string,
  title = 'available_filter_functions',
): SymbolList | undefined {
  const entries = function* (): Generator<SymbolEntry> {
    for (const [, address, name = '', module] of text.matchAll(traceableLine)) {
      if (!dropped.test(name)) yield { name, module, address };
    }
  };
  return symbolList(title, entries());
}
