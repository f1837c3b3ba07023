import type { FunctionId } from '../../kernel/model.ts';
import type { Constants } from './constants.ts';
import { evaluate, type Meaning } from './evaluate.ts';
import { assignedTo, type FunctionText } from './function-text.ts';
import type { Macros } from './macros.ts';
import { computations, endless, timeless, typedComputations } from './units.ts';

/** A function's text and what can be seen from there. */
export interface Surroundings {
  readonly id: FunctionId;
  /** Path of its file. */
  readonly file: string;
  readonly text: FunctionText;
  readonly constants: Constants;
  readonly macros: Macros;
  option(name: string): string | undefined;
}

type Tokens = readonly string[];

/** Names and macros that mean each other are followed no deeper, and so much text is evaluated for one call. */
const deepest = 12;
const mostTokens = 2000;

/**
 * What names mean at a call: variables of the macros that it stands in (`inner`), variables and parameters of the
 * function, constants. A variable that is given several values has the greatest; what is put into it by
 * the call itself (`waits`) is the rest of its time.
 */
export class Scope implements Meaning {
  readonly #around: Surroundings;
  readonly #given: readonly (number | undefined)[];
  readonly #inner: Tokens;
  readonly #waits: readonly string[];
  readonly #values = new Map<string, number | undefined>();
  #depth = 0;
  #spent = 0;
  #asksCaller = false;

  constructor(
    around: Surroundings,
    given: readonly (number | undefined)[],
    inner: Tokens,
    waits: readonly string[],
  ) {
    this.#around = around;
    this.#given = given;
    this.#inner = inner;
    this.#waits = waits;
  }

  /** Whether a value was asked for that only the function's caller knows. */
  get asksCaller(): boolean {
    return this.#asksCaller;
  }

  /** Each name is worked out once; what stands for itself, by way of others, is not known. */
  name(name: string): number | undefined {
    if (!this.#values.has(name)) {
      this.#values.set(name, undefined);
      this.#values.set(name, this.#meaningOf(name));
    }
    return this.#values.get(name);
  }

  #meaningOf(name: string): number | undefined {
    if (endless.has(name)) return Number.POSITIVE_INFINITY;
    const { file, text, constants } = this.#around;
    if (name === 'HZ') return this.#option('CONFIG_HZ');
    if (name.startsWith('CONFIG_')) return this.#option(name);
    const inMacro = assignedTo(name, this.#inner, this.#waits);
    if (inMacro === undefined) return undefined;
    if (inMacro.length > 0) return this.#greatest(inMacro);
    const assigned = assignedTo(name, text.tokens, this.#waits);
    if (assigned === undefined) return undefined;
    const parameter = text.parameters.indexOf(name);
    if (parameter >= 0) {
      const given = this.#given[parameter];
      if (given === undefined) this.#asksCaller = true;
      const others = assigned.filter((each) => this.#isTime(each));
      if (given === undefined || others.length === 0) return given;
      const put = this.#greatest(others);
      return put === undefined ? undefined : Math.max(given, put);
    }
    if (assigned.length > 0) return this.#greatest(assigned);
    return this.#greatest(constants.named(name, file));
  }

  #option(name: string): number | undefined {
    return numberOf(this.#around.option(name));
  }

  call(name: string, given: readonly Tokens[]): number | undefined {
    if (timeless.has(name)) return 0;
    const compute = computations.get(name) ?? typedComputations.get(name);
    if (compute !== undefined) {
      const from = typedComputations.has(name) ? 1 : 0;
      const values = given.slice(from).map((each) => this.#value(each));
      const known = values.filter((each) => each !== undefined);
      const hz = this.#option('CONFIG_HZ');
      if (hz === undefined || known.length < values.length) return undefined;
      return compute(known, hz);
    }
    const used = this.#around.macros.use(name, given, this.#around.id);
    return used === undefined ? undefined : this.#value(used);
  }

  /** Whether what is put into a variable can be a time: the rest of one is less, an error (`-EINTR`) is none. */
  #isTime(tokens: Tokens): boolean {
    const isError = tokens.length === 2 && tokens[0] === '-' && /^E[A-Z]/.test(tokens[1] ?? '');
    return !isError && !tokens.some((each) => this.#waits.includes(each));
  }

  #greatest(values: readonly Tokens[]): number | undefined {
    const found = values.filter((each) => this.#isTime(each)).map((each) => this.#value(each));
    const known = found.filter((each) => each !== undefined);
    return known.length === 0 || known.length < found.length ? undefined : Math.max(...known);
  }

  #value(tokens: Tokens): number | undefined {
    this.#spent += 1 + tokens.length;
    if (this.#depth >= deepest || this.#spent > mostTokens) return undefined;
    this.#depth += 1;
    const value = evaluate(tokens, this);
    this.#depth -= 1;
    return value;
  }
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || text === '' || Number.isNaN(value) ? undefined : value;
}
