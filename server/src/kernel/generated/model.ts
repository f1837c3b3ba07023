/** A function that stands nowhere in the source: a macro used at file scope makes it. */
export interface GeneratedFunction {
  readonly name: string;
  /** Path in the tree and one-based line of the macro's use. */
  readonly file: string;
  readonly line: number;
  readonly isStatic: boolean;
  /** Words of its head, as the macro has them: its annotations are among them. */
  readonly attributes: readonly string[];
  /** The macro that is used: `DEFINE_SHOW_ATTRIBUTE`. */
  readonly macro: string;
  /** The function whose code it shares (`__alias`), where it has none of its own. */
  readonly alias?: string | undefined;
  /** Names that its body calls. */
  readonly calls: readonly string[];
  /** The C file that it is compiled in, where the macro stands in a header that this one includes. */
  readonly unit: string;
  /** Whether that file is compiled with the hook, and what takes it away. */
  readonly traced: boolean;
  readonly traceEvidence?: string | undefined;
}

/** The functions that macros of a tree make. */
export interface GeneratedFunctions {
  /** Those of a name, in the order of the files; empty where there are none. */
  named(name: string): readonly GeneratedFunction[];
}

/** Makes the functions findable by name; `list` is asked for them at the first question. */
export function generatedByName(list: () => Iterable<GeneratedFunction>): GeneratedFunctions {
  let names: Map<string, GeneratedFunction[]> | undefined;
  const grouped = (): Map<string, GeneratedFunction[]> => {
    const groups = new Map<string, GeneratedFunction[]>();
    for (const each of list()) {
      const same = groups.get(each.name);
      if (same === undefined) groups.set(each.name, [each]);
      else same.push(each);
    }
    return groups;
  };
  return {
    named: (name) => {
      names ??= grouped();
      return names.get(name) ?? [];
    },
  };
}
