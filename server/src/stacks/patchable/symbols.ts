import { withoutClone } from '../names.ts';

/** Names of functions that a running kernel has, from its own lists. */
export interface SymbolList {
  /** What the list is, for the reader: `System.map`, `available_filter_functions`. */
  readonly title: string;
  /** Different names in it, clones counted with what they are clones of; modules left out. */
  readonly size: number;
  /** Whether it tells of a loaded module. */
  hasModule(module: string): boolean;
  /**
   * The symbols made from a function of the source: itself, or its clones; empty when it has none.
   * `module` asks for those of a module instead of the kernel image's.
   */
  of(name: string, module?: string): readonly string[];
  /** How many functions have exactly this name. */
  count(name: string, module?: string): number;
  /** Other names of the same code; empty where the list has no addresses. */
  sameCode(name: string): readonly string[];
}

/** One entry of a list. */
export interface SymbolEntry {
  readonly name: string;
  /** `undefined` for the kernel image. */
  readonly module?: string | undefined;
  /** Hexadecimal, as written; `undefined` or all zeros where it is not told. */
  readonly address?: string | undefined;
}

class Names {
  readonly byName = new Map<string, string[]>();
  readonly counts = new Map<string, number>();

  add(symbol: string): void {
    this.counts.set(symbol, (this.counts.get(symbol) ?? 0) + 1);
    const name = withoutClone(symbol);
    const same = this.byName.get(name);
    if (same === undefined) this.byName.set(name, [symbol]);
    else if (!same.includes(symbol)) same.push(symbol);
  }
}

/** Makes a list of its entries; `undefined` where the kernel image has none of them. */
export function symbolList(title: string, entries: Iterable<SymbolEntry>): SymbolList | undefined {
  const kernel = new Names();
  const modules = new Map<string, Names>();
  const addresses = new Map<string, string>();
  const byAddress = new Map<string, string[]>();
  for (const { name, module, address } of entries) {
    let names = kernel;
    if (module !== undefined) {
      names = modules.get(module) ?? new Names();
      modules.set(module, names);
    } else if (address !== undefined && !/^0*$/.test(address)) {
      addresses.set(name, address);
      const there = byAddress.get(address);
      if (there === undefined) byAddress.set(address, [name]);
      else there.push(name);
    }
    names.add(name);
  }
  if (kernel.counts.size === 0) return undefined;
  const namesOf = (module: string | undefined): Names | undefined =>
    module === undefined ? kernel : modules.get(module);
  return {
    title,
    size: kernel.byName.size,
    hasModule: (module) => modules.has(module),
    of: (name, module) => namesOf(module)?.byName.get(name) ?? [],
    count: (name, module) => namesOf(module)?.counts.get(name) ?? 0,
    sameCode: (name) =>
      (byAddress.get(addresses.get(name) ?? '') ?? []).filter((other) => other !== name),
  };
}

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
