import { withoutClone } from './clones.ts';

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
