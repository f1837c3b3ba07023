import type { Intervention } from '../engine/intervention.ts';
import type { Model } from '../engine/program.ts';
import { servesFairTasks } from '../engine/scheduler.ts';
import { quietestCpu, startOf } from '../engine/start.ts';
import type { Outcome } from '../model.ts';
import type { Tries } from './actions.ts';
import type { Cell } from './cell.ts';
import { explore, type Graph } from './graph.ts';
import { roamingSleepers, split } from './split.ts';
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

class Prover {
  private readonly results = new Map<string, CellResult>();
  private readonly cells: readonly Cell[];
  private readonly counts = new Map<string, number>();
  private readonly staysOpen = new Map<string, boolean>();
  complete = true;
  states = 0;

  constructor(
    private readonly model: Model,
    private readonly interventions: readonly Intervention[],
    private readonly limit: number,
  ) {
    this.cells = split(model, interventions.length > 0);
    for (const { key } of this.cells) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
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
    const answer = findStuck(explore(cell, { cpu: -1, made: true, atOnce: true }, plan)) >= 0;
    this.staysOpen.set(cell.key, answer);
    return answer;
  }

  private result(cell: Cell, tries: Tries): CellResult {
    const key = `${cell.key} ${tries.cpu} ${tries.made} ${tries.atOnce}`;
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

  private choose(home: Cell, cpu: number): Choice {
    const own = this.result(home, { cpu, made: true, atOnce: true });
    const serves = this.serves(own);
    const always = serves === 'always';
    const elsewhere: Tries = { cpu: -1, made: serves !== 'never', atOnce: always };
    const seen = new Set<string>();
    const others = this.cells.flatMap((cell) => {
      if (seen.has(cell.key)) return [];
      seen.add(cell.key);
      const alone = cell.key === home.key && this.counts.get(cell.key) === 1;
      if (alone) return [];
      const isCaught = cell.alone.length === 1 && cell.alone[0] === home.cpus[cpu];
      return [this.result(cell, isCaught ? { ...elsewhere, cpu: 0 } : elsewhere)];
    });
    const results = [own, ...others];
    const can = results.every((result) => result.goal >= 0) && this.canReachIdle(home, elsewhere);
    const must = can && results.every((result) => result.stuck < 0);
    return { can, must, always, results };
  }

  /**
   * One {@link Choice} for each CPU that the tries could be made on, alike ones once. Who starts the
   * transition runs on a CPU that serves ordinary programs, if there is one.
   */
  private choices(): readonly Choice[] {
    const asked = this.model.scenario.retryCpu ?? quietestCpu(this.model, startOf(this.model));
    const seen = new Set<string>();
    const homes = this.cells.flatMap((cell) =>
      cell.cpus.flatMap((cpu, local) => {
        const key = `${cell.key} ${local}`;
        if ((asked !== 'any' && cpu !== asked) || seen.has(key)) return [];
        seen.add(key);
        return [
          {
            cell,
            local,
            serves: this.serves(this.result(cell, { cpu: local, made: true, atOnce: true })),
          },
        ];
      }),
    );
    const serving = homes.filter(({ serves }) => serves !== 'never');
    return (serving.length > 0 ? serving : homes).map(({ cell, local }) =>
      this.choose(cell, local),
    );
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
  return new Prover(model, interventions, limit).prove();
}
