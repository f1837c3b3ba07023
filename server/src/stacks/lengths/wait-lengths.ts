import { splitArguments } from '../../kernel/generated/expand.ts';
import { closingToken } from '../../kernel/generated/tokens.ts';
import { fileOf, nameOf } from '../flow/definitions.ts';
import { ARGUMENT, type Edge, type Flow, fromOf, toOf, viaOf } from '../flow/flow.ts';
import type { Wait } from '../model.ts';
import type { WaitSite, Way } from '../waits/sites.ts';
import { callsAt } from './calls-at.ts';
import { Constants } from './constants.ts';
import { endlessLoops } from './endless-loops.ts';
import { evaluate } from './evaluate.ts';
import type { FunctionText, SourceText } from './function-text.ts';
import { FunctionTexts } from './function-texts.ts';
import { Macros } from './macros.ts';
import { RefusedWaits } from './refused-waits.ts';
import { givesRest, givesUp } from './results.ts';
import { Scope, type Surroundings } from './scope.ts';
import { timedSleeps } from './units.ts';

/** Where the lengths of waits are read: a tree's text, and its configuration for HZ. */
export interface LengthSources {
  readonly source: SourceText;
  /** The value of an option, `CONFIG_HZ`; `undefined` where it is not set. */
  option(name: string): string | undefined;
}

interface Told {
  readonly wait: Wait;
  /** The length is what the caller of the first function says. */
  readonly ofCaller: boolean;
}

type Values = readonly (number | undefined)[];

/** A time is handed on by so many functions at most above the one that waits. */
const mostGivers = 2;

/** Tells how long waits with a timeout last at most, read off the tree's text at the calls that lead to them. */
export class WaitLengths {
  readonly #flow: Flow;
  readonly #surroundings: Omit<Surroundings, 'id' | 'file' | 'text'>;
  readonly #known = new Map<WaitSite, Map<string, Told>>();
  readonly #texts: FunctionTexts;
  readonly #refused: RefusedWaits;
  readonly #repeated = new Map<Edge, boolean>();
  #ofCaller = false;

  constructor(flow: Flow, { source, option }: LengthSources) {
    this.#flow = flow;
    this.#texts = new FunctionTexts(flow, source);
    this.#refused = new RefusedWaits(flow, this.#texts);
    const macros = new Macros(flow.graph, source);
    this.#surroundings = { constants: new Constants(source), macros, option };
  }

  /**
   * The wait of a site, with its length where the source tells it; `own` are the calls that lead to the
   * site, the nearest of which may give it the time.
   */
  of(site: WaitSite, own: Way = []): Wait {
    if (site.wait.bound !== 'timeout') return site.wait;
    const givers = own.slice(-mostGivers);
    for (let from = givers.length; from >= 0; from -= 1) {
      const { wait, ofCaller } = this.#from(site, givers.slice(from));
      if (!ofCaller) return wait;
    }
    return site.wait;
  }

  /**
   * Whether a wait below the calls `own` is begun again and again, in a loop that nothing counts around it or around
   * the nearest call: then its length says nothing of how long its callers stay.
   */
  repeats({ ways }: WaitSite, own: Way): boolean {
    const waits = ways.flatMap(([first]) => (first === undefined ? [] : [first]));
    return [...own.slice(-1), ...waits].some((edge) => this.isRepeated(edge));
  }

  /** Whether a call stands in a loop that nothing counts; `false` where the text is not known. */
  isRepeated(edge: Edge): boolean {
    const known = this.#repeated.get(edge);
    if (known !== undefined) return known;
    const text = this.#texts.of(fromOf(this.#flow, edge));
    const found = text !== undefined && this.#isInLoop(text, edge);
    this.#repeated.set(edge, found);
    return found;
  }

  #isInLoop(text: FunctionText, edge: Edge): boolean {
    const line = this.#flow.line[edge] ?? 0;
    const name = writtenName(this.#flow, edge);
    const calls = callsAt(text, name, line);
    const place = calls[0] ?? text.lines.indexOf(line);
    const { tokens } = text;
    if (givesRest(tokens, place)) return false;
    return endlessLoops(tokens).some(
      (loop) => loop[0] <= place && place <= loop[1] && !givesUp(tokens, place, loop),
    );
  }

  /** Whether the caller asks not to wait behind a call. */
  refuses(edge: Edge): boolean {
    return this.#refused.has(edge);
  }

  #from(site: WaitSite, own: Way): Told {
    const known = this.#known.get(site) ?? new Map<string, Told>();
    this.#known.set(site, known);
    const key = own.join(' ');
    const told = known.get(key) ?? this.#read(site, own);
    known.set(key, told);
    return told;
  }

  #read({ wait, ways }: WaitSite, own: Way): Told {
    this.#ofCaller = false;
    const lengths = ways.map((way) => this.#seconds([...own, ...way]));
    const known = lengths.filter((each) => each !== undefined);
    if (known.length < lengths.length) return { wait, ofCaller: this.#ofCaller };
    const seconds = Math.max(...known);
    if (seconds === Number.POSITIVE_INFINITY) {
      return { wait: { ...wait, bound: 'event' }, ofCaller: false };
    }
    const told = seconds < 0 ? wait : { ...wait, seconds: Number(seconds.toPrecision(4)) };
    return { wait: told, ofCaller: false };
  }

  /** Follows the arguments down to what takes the time. */
  #seconds(way: Way): number | undefined {
    let given: Values = [];
    for (const [at, edge] of way.entries()) {
      given = this.#arguments(edge, given, at === 0);
      const sleep = timedSleeps.get(nameOf(this.#flow, toOf(this.#flow, edge)));
      const time = sleep === undefined ? undefined : given[sleep.argument];
      if (sleep === undefined) continue;
      if (time === undefined) return undefined;
      if (sleep.unit === 'microseconds') return time / 1_000_000;
      const hz = Number(this.#surroundings.option('CONFIG_HZ'));
      return hz > 0 || time === Number.POSITIVE_INFINITY ? time / hz : undefined;
    }
    return undefined;
  }

  /** What is given at the call `edge` by a function that was itself given `given`. */
  #arguments(edge: Edge, given: Values, isFirst: boolean): Values {
    const id = fromOf(this.#flow, edge);
    const text = this.#texts.of(id);
    if (text === undefined) return [];
    const callee = nameOf(this.#flow, toOf(this.#flow, edge));
    const via = viaOf(this.#flow, edge);
    const isParameter = this.#flow.how[edge] === ARGUMENT;
    const called = isParameter ? parameterOf(text, via) : callee;
    const inMacro = !isParameter && via !== '';
    const word = inMacro ? via : called;
    const around = { ...this.#surroundings, id, file: fileOf(this.#flow, id), text };
    const each = callsAt(text, word, this.#flow.line[edge] ?? 0).map((at): Values => {
      const call = text.tokens.slice(at, closingToken(text.tokens, at + 1) + 1);
      const expanded = inMacro ? this.#surroundings.macros.expand(call, id) : call;
      const place = expanded.findIndex((token, i) => token === called && expanded[i + 1] === '(');
      if (place < 0) return [];
      const scope = new Scope(around, given, inMacro ? expanded : [], [called, word]);
      const written = expanded.slice(place + 2, closingToken(expanded, place + 1));
      const values = splitArguments(written).map((argument) => evaluate(argument, scope));
      if (isFirst && scope.asksCaller) this.#ofCaller = true;
      return values;
    });
    return each.length > 0 ? each.reduce(greater) : [];
  }
}

/** The name that a call is written with: of a macro, of a field, or of what is called. */
function writtenName(flow: Flow, edge: Edge): string {
  const via = viaOf(flow, edge);
  return via.split('.').at(-1) || nameOf(flow, toOf(flow, edge));
}

/** `argument 2` → the name of the second parameter. */
function parameterOf({ parameters }: FunctionText, via: string): string {
  return parameters[Number(via.split(' ')[1]) - 1] ?? '';
}

/** The greater of what two calls give; what one of them does not tell is not known. */
function greater(one: Values, other: Values): Values {
  return one.map((value, at) => {
    const second = other[at];
    return value === undefined || second === undefined ? undefined : Math.max(value, second);
  });
}
