import type { Intervention } from '../engine/intervention.ts';
import type { Model } from '../engine/program.ts';
import { retryCpusFrom } from '../engine/retry-cpu.ts';
import { servesFairTasks } from '../engine/scheduler.ts';
import { quietestCpu, startOf } from '../engine/start.ts';
import type { Outcome } from '../model.ts';
import type { Tries } from './actions.ts';
import type { Cell } from './cell.ts';
import { explore, type Graph } from './graph.ts';
import { crowdsOf, roamingSleepers, split } from './split.ts';
import { startsOf } from './starts.ts';
import { findStuck } from './stuck.ts';
import { reachAll } from './wake-ups.ts';
import { worstTries } from './worst.ts';

/** How many states one cell may have before the search gives up. */
const DEFAULT_LIMIT = 200_000;

/** What was found of one cell under one way of the tries to reach it. */
export interface CellResult {
  readonly cell: Cell;
  readonly tries: Tries;
  readonly graph: Graph;
  /** The first node where it is complete, or -1. */
  readonly goal: number;
  /** A node at which it can stay open for ever, or -1. */
  readonly stuck: number;
}

/** The answer for all runs. */
export interface Proof {
  readonly outcome: Outcome;
  /** False when a bound was hit: the outcome is then what the states that were seen allow. */
  readonly complete: boolean;
  /** States looked at, alike cells counted once. */
  readonly states: number;
  /** The latest completing try over all runs; `undefined` when it does not complete, or has no bound. */
  readonly worstTries: number | undefined;
  /** A cell that can stay open, where there is one; one that cannot complete first. */
  readonly open: CellResult | undefined;
}

/** What holds for the whole machine when the tries are made on one certain CPU. */
interface Choice {
  readonly can: boolean;
  readonly must: boolean;
  /** The CPU of the tries always serves them, so that they come when they are due. */
  readonly always: boolean;
  readonly results: readonly CellResult[];
}

const fromElsewhere: Tries = { cpu: -1, first: -1, made: true, atOnce: true };

/** One CPU, as the part of the machine that it belongs to knows it. */
interface Home {
  readonly cell: Cell;
  readonly local: number;
  /** The machine's number. */
  readonly cpu: number;
}

/** The own CPU of `cell` that the CPU of `home` is, or on which tries there find its only loop; else -1. */
function localTo(cell: Cell, home: Home): number {
  if (cell === home.cell) return home.local;
  return cell.alone.length === 1 && cell.alone[0] === home.cpu ? 0 : -1;
}

class Prover {
  private readonly results = new Map<string, CellResult>();
  private readonly cells: readonly Cell[];
  private readonly staysOpen = new Map<string, boolean>();
  complete = true;
  states = 0;

  constructor(
    private readonly model: Model,
    private readonly interventions: readonly Intervention[],
    private readonly limit: number,
    crowd: string | undefined,
  ) {
    this.cells = split(model, interventions.length > 0, crowd);
  }

  /**
   * Whether another cell can keep the transition open without interventions; asked only where it can be
   * reversed, since then it matters what a complete cell does meanwhile.
   */
  private canStayOpenBeside(cell: Cell): boolean {
    if (!this.interventions.some(({ reverses }) => reverses === true)) return false;
    return this.cells.some((other) => other !== cell && this.canStayOpen(other));
  }

  private canStayOpen(cell: Cell): boolean {
    const known = this.staysOpen.get(cell.key);
    if (known !== undefined) return known;
    const plan = { interventions: [], openElsewhere: false, limit: this.limit };
    const answer = findStuck(explore(cell, fromElsewhere, plan)) >= 0;
    this.staysOpen.set(cell.key, answer);
    return answer;
  }

  private result(cell: Cell, tries: Tries): CellResult {
    const key = `${cell.key} ${tries.cpu} ${tries.first} ${tries.made} ${tries.atOnce}`;
    const known = this.results.get(key);
    if (known !== undefined) return known;
    const plan = {
      interventions: this.interventions,
      openElsewhere: this.canStayOpenBeside(cell),
      limit: this.limit,
    };
    const graph = explore(cell, tries, plan);
    const result: CellResult = {
      cell,
      tries,
      graph,
      goal: graph.nodes.findIndex((node) => node.goal),
      stuck: findStuck(graph),
    };
    this.results.set(key, result);
    this.states += graph.nodes.length;
    if (!graph.complete) this.complete = false;
    return result;
  }

  /**
   * Whether the sleepers that may wake up anywhere can do so on each idle CPU that completes in no other
   * way: a cell by itself is promised any number of visits.
   */
  private canReachIdle(home: Cell, tries: Tries): boolean {
    const needy = this.cells.filter(
      (cell) => cell !== home && cell.wakes.includes('may') && cell.cpus.length === 1,
    );
    if (needy.length === 0 || this.interventions.length > 0) return true;
    const alone = needy.filter((cell) => {
      const unvisited = { ...cell, wakes: ['never'], key: `${cell.key} unvisited` } as const;
      return this.result(unvisited, tries).goal < 0;
    });
    const { model } = this;
    return reachAll(
      model,
      roamingSleepers(model),
      alone.flatMap((cell) => cell.cpus),
    );
  }

  /** Whether the CPU of the tries serves kworkers: always, never, or now and then. */
  private serves(home: CellResult): 'always' | 'never' | 'sometimes' {
    const { model } = home.cell;
    const { cell, tries, graph } = home;
    const answers = [...startsOf(cell, tries), ...graph.nodes].map(({ state }) =>
      servesFairTasks(model, state, tries.cpu),
    );
    if (answers.every((answer) => answer)) return 'always';
    return answers.some((answer) => answer) ? 'sometimes' : 'never';
  }

  /** `first`: where the transition is started; `home`: where the tries are made that come after. */
  private choose(first: Home, home: Home): Choice {
    const own = this.result(home.cell, {
      ...fromElsewhere,
      cpu: home.local,
      first: localTo(home.cell, first),
    });
    const serves = this.serves(own);
    const always = serves === 'always';
    const elsewhere: Tries = { ...fromElsewhere, made: serves !== 'never', atOnce: always };
    const others = this.cells.flatMap((cell) =>
      cell === home.cell
        ? []
        : [
            this.result(cell, {
              ...elsewhere,
              cpu: localTo(cell, home),
              first: localTo(cell, first),
            }),
          ],
    );
    const results = [...new Set([own, ...others])];
    const can =
      results.every((result) => result.goal >= 0) && this.canReachIdle(home.cell, elsewhere);
    const must = can && results.every((result) => result.stuck < 0);
    return { can, must, always, results };
  }

  /**
   * One {@link Choice} for each pair of CPUs that the transition could be started and the tries then be
   * made on, alike ones once. Who starts the transition runs on a CPU that serves ordinary programs, if
   * there is one.
   */
  private choices(): readonly Choice[] {
    const asked = this.model.scenario.retryCpu ?? quietestCpu(this.model, startOf(this.model));
    const homes = this.cells.flatMap((cell) =>
      cell.cpus.map((cpu, local): Home => ({ cell, local, cpu })),
    );
    const starts = new Map<string, Home>();
    for (const home of homes) {
      const key = `${home.cell.key} ${home.local}`;
      if ((asked === 'any' || home.cpu === asked) && !starts.has(key)) starts.set(key, home);
    }
    const pairs = new Map<string, readonly [first: Home, home: Home]>();
    for (const [start, first] of starts) {
      const then = new Set(retryCpusFrom(this.model, first.cpu));
      for (const home of homes) {
        if (!then.has(home.cpu)) continue;
        const beside = first.cell === home.cell;
        const key = `${start} ${home.cell.key} ${home.local} ${beside}`;
        if (!pairs.has(key)) pairs.set(key, [first, home]);
      }
    }
    const all = [...pairs.values()];
    const serving = all.filter(([{ cell, local }]) => {
      const tries = { ...fromElsewhere, cpu: local, first: local };
      return this.serves(this.result(cell, tries)) !== 'never';
    });
    return (serving.length > 0 ? serving : all).map(([first, home]) => this.choose(first, home));
  }

  private worst(results: readonly CellResult[]): number | undefined {
    let worst = 0;
    for (const { cell, tries } of results) {
      const own = worstTries(cell, tries, this.interventions);
      if (own === undefined) return undefined;
      worst = Math.max(worst, own);
    }
    return worst;
  }

  prove(): Proof {
    const choices = this.choices();
    const outcome: Outcome = choices.every((choice) => choice.must)
      ? 'completes'
      : choices.some((choice) => choice.can)
        ? 'may-stall'
        : 'stalls';
    const all = choices.flatMap((choice) => choice.results);
    const open = all.find((result) => result.goal < 0) ?? all.find((result) => result.stuck >= 0);
    const onTime = outcome === 'completes' && choices.every((choice) => choice.always);
    return {
      outcome,
      complete: this.complete,
      states: this.states,
      worstTries: onTime ? this.worst([...new Set(all)]) : undefined,
      open,
    };
  }
}

/**
 * Decides for all runs whether a transition completes. A run is fair when every CPU goes on working,
 * timers run out, and the retry work keeps coming; events may come or not.
 */
export function prove(
  model: Model,
  interventions: readonly Intervention[] = [],
  limit: number = DEFAULT_LIMIT,
): Proof {
  const crowds = crowdsOf(model);
  const asked = crowds.length > 1 ? crowds : [undefined];
  return joined(asked.map((crowd) => new Prover(model, interventions, limit, crowd).prove()));
}

/** What holds of a machine that can be each of several: what they do not agree in may be. */
function joined(proofs: readonly Proof[]): Proof {
  const outcomes = new Set(proofs.map(({ outcome }) => outcome));
  const [only] = outcomes;
  const outcome = outcomes.size === 1 && only !== undefined ? only : 'may-stall';
  const worst = proofs.map(({ worstTries }) => worstTries);
  const isBounded = outcome === 'completes' && !worst.includes(undefined);
  return {
    outcome,
    complete: proofs.every(({ complete }) => complete),
    states: proofs.reduce((sum, { states }) => sum + states, 0),
    worstTries: isBounded ? Math.max(...worst.map((tries) => tries ?? 0)) : undefined,
    open: proofs.find(({ open }) => open !== undefined)?.open,
  };
}
