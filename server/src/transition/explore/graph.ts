import { refusalOfIdle, refusalOfTask } from '../engine/attempt.ts';
import { unwatched } from '../engine/events.ts';
import type { Actor } from '../engine/program.ts';
import { isDisplaced } from '../engine/scheduler.ts';
import { settle } from '../engine/settle.ts';
import { startOf } from '../engine/start.ts';
import { at, type State } from '../engine/state.ts';
import type { Intervention } from '../engine/timed-run.ts';
import { type Action, actionsIn, canTry, isDone, type Tries, tryAction } from './actions.ts';
import type { Cell } from './cell.ts';

/** An action taken. */
export interface Edge {
  readonly to: number;
  readonly action: Action;
}

/** A settled state and what can happen next. */
export interface Node {
  readonly state: State;
  readonly edges: Edge[];
  /** All are switched and the completion can run. */
  readonly goal: boolean;
  /** A try would switch somebody now. */
  readonly ripe: boolean;
  /** The node that it was first reached from, -1 for the first. */
  readonly from: number;
  readonly by: Action | undefined;
}

/** All settled states of a cell; `complete` is false when the bound was hit. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly complete: boolean;
}

/** The cell's moment before the transition. */
export function startOfCell(cell: Cell): State {
  const state = startOf(cell.model);
  for (const visitor of cell.visitors) state.switchTask(visitor);
  if (cell.cpus.length === 0) state.switchIdle(0);
  return state;
}

class Explorer {
  private readonly nodes: Node[] = [];
  private readonly known = new Map<string, number>();

  constructor(
    private readonly cell: Cell,
    private readonly tries: Tries,
    private readonly limit: number,
  ) {}

  private isRipe(state: State): boolean {
    if (!canTry(this.cell, this.tries, state)) return false;
    const { model } = this.cell;
    const attempt = {
      cpu: this.tries.cpu,
      signals: false,
      isOff: (actor: Actor) => isDisplaced(model, state, actor),
    };
    for (const actor of model.actors) {
      if (state.switched(actor.index) || state.where(actor.index) === at.absent) continue;
      if (refusalOfTask(model, state, actor, attempt) === undefined) return true;
    }
    for (let cpu = 0; cpu < model.cpus; cpu += 1) {
      if (state.idleSwitched(cpu)) continue;
      if (refusalOfIdle(model, state, cpu, attempt) === undefined) return true;
    }
    return false;
  }

  private add(state: State, from: number, by: Action | undefined): number {
    const key = state.key();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const index = this.nodes.length;
    this.known.set(key, index);
    this.nodes.push({
      state,
      edges: [],
      goal: isDone(this.cell, state),
      ripe: this.isRipe(state),
      from,
      by,
    });
    return index;
  }

  explore(starts: readonly State[]): Graph {
    for (const start of starts) this.add(start, -1, undefined);
    for (let index = 0; index < this.nodes.length; index += 1) {
      const node = this.nodes[index];
      if (node === undefined || node.goal) continue;
      for (const action of actionsIn(this.cell, this.tries, node.state)) {
        const next = node.state.copy();
        action.apply(next, unwatched);
        settle(this.cell.model, next, unwatched);
        node.edges.push({ to: this.add(next, index, action), action });
      }
      if (this.nodes.length > this.limit) return { nodes: this.nodes, complete: false };
    }
    return { nodes: this.nodes, complete: true };
  }
}

/**
 * Every settled state that a cell can come to, at most about `limit` of them. The first try comes before
 * anything else or after the CPUs have gone on a little.
 */
export function explore(
  cell: Cell,
  tries: Tries,
  interventions: readonly Intervention[],
  limit: number,
): Graph {
  const early = startOfCell(cell);
  const start = early.copy();
  if (canTry(cell, tries, early)) tryAction(cell, tries, false, false).apply(early, unwatched);
  const starts = [start, early];
  for (const state of starts) {
    settle(cell.model, state, unwatched);
    for (const intervention of interventions) {
      intervention.apply(cell.model, state, unwatched);
      settle(cell.model, state, unwatched);
    }
  }
  return new Explorer(cell, tries, limit).explore(starts);
}
