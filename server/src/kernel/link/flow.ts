/** More parameters than this are not followed. */
export const parametersFollowed = 32;

/** A function that arrives as an argument, and where it was given: file and one-based line. */
export interface Given {
  readonly function: number;
  readonly file: number;
  readonly line: number;
}

/** What is given for parameters where functions are called, by `parameterKey`. */
export interface Arrivals {
  eachGiven(key: number, visit: (id: number, file: number, line: number) => void): void;
  /** Visits the parameters of other functions that are handed on to one. */
  eachPassed(key: number, visit: (from: number) => void): void;
}

/** A number for a function's parameter; `undefined` where it is not followed. */
export function parameterKey(id: number, parameter: number): number | undefined {
  return parameter < parametersFollowed ? id * parametersFollowed + parameter : undefined;
}

/**
 * Follows functions that are given as arguments: `kthread_create_on_node(fn, …)` stores its first
 * parameter in `kthread_create_info.threadfn`, `bus_for_each_dev(…, fn)` calls its fourth.
 */
export class ParameterFlow {
  private readonly known = new Map<number, readonly Given[]>();

  constructor(private readonly arrivals: Arrivals) {}

  /** The functions that can arrive as a parameter of a function, ascending, each with the first place of all. */
  into(id: number, parameter: number): readonly Given[] {
    const start = parameterKey(id, parameter);
    if (start === undefined) return [];
    const known = this.known.get(start);
    if (known !== undefined) return known;
    const found = new Map<number, Given>();
    const reached = new Set([start]);
    for (const key of reached) {
      this.arrivals.eachGiven(key, (given, file, line) => {
        const before = found.get(given);
        if (before === undefined || isBefore(file, line, before)) {
          found.set(given, { function: given, file, line });
        }
      });
      this.arrivals.eachPassed(key, (from) => reached.add(from));
    }
    const all = [...found.values()].sort((one, other) => one.function - other.function);
    this.known.set(start, all);
    return all;
  }
}

/** Whether a place stands before another, by file and line. */
export function isBefore(
  file: number,
  line: number,
  other: { readonly file: number; readonly line: number },
): boolean {
  return file < other.file || (file === other.file && line < other.line);
}
