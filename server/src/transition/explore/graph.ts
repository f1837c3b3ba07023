import { refusalOfIdle, refusalOfTask } from '../engine/attempt.ts';
import { unwatched } from '../engine/events.ts';
import type { Intervention } from '../engine/intervention.ts';
import type { Actor } from '../engine/program.ts';
import { isDisplaced } from '../engine/scheduler.ts';
import { settle } from '../engine/settle.ts';
import { at, type State } from '../engine/state.ts';
import { type Action, actionsIn, allSwitched, canTry, isDone, type Tries } from './actions.ts';
import type { Cell } from './cell.ts';
import { intervene, type Start, startsOf, triedStarts } from './starts.ts';

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
  /** The node that it was first reached from, -1 for a start. */
  readonly from: number;
  readonly by: Action | undefined;
  /** With a start: what came before it and before the interventions. */
  readonly prelude: readonly Action[];
  /** With a start: it was complete before any intervention came. */
  readonly ended: boolean;
}

/** All settled states of a cell; `complete` is false when the bound was hit. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly complete: boolean;
}

/** The start that a node was first reached from. */
export function rootOf(nodes: readonly Node[], end: Node): Node {
  let node = end;
  for (let from = nodes[node.from]; from !== undefined; from = nodes[node.from]) node = from;
  return node;
}

/** How a node is reached from a cell's first moment: what came before the interventions, and after. */
export function pathTo(
  nodes: readonly Node[],
  end: Node,
): { readonly prelude: readonly Action[]; readonly actions: readonly Action[] } {
  const actions: Action[] = [];
  let node = end;
  for (let from = nodes[node.from]; from !== undefined; from = nodes[node.from]) {
    if (node.by !== undefined) actions.push(node.by);
    node = from;
  }
  return { prelude: node.prelude, actions: actions.reverse() };
}

class Explorer {
  private readonly nodes: Node[] = [];
  private readonly known = new Map<string, number>();

  constructor(
    private readonly cell: Cell,
    private readonly tries: Tries,
    private readonly limit: number,
    /** Goes on where the cell is complete: another one may not be. */
    private readonly pastGoals = false,
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

  private add(
    { state, prelude, ended = false }: Start,
    from: number,
    by: Action | undefined,
  ): number {
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
      prelude,
      ended,
    });
    return index;
  }

  explore(starts: readonly Start[]): Graph {
    for (const start of starts) this.add(start, -1, undefined);
    for (let index = 0; index < this.nodes.length; index += 1) {
      const node = this.nodes[index];
      if (node === undefined || (node.goal && !this.pastGoals)) continue;
      for (const action of actionsIn(this.cell, this.tries, node.state)) {
        const next = node.state.copy();
        action.apply(next, unwatched);
        settle(this.cell.model, next, unwatched);
        const to = this.add({ state: next, prelude: [] }, index, action);
        node.edges.push({ to, action });
      }
      if (this.nodes.length > this.limit) return { nodes: this.nodes, complete: false };
    }
    return { nodes: this.nodes, complete: true };
  }
}

/** What is done while a cell is explored. */
export interface Plan {
  readonly interventions: readonly Intervention[];
  /** Another part of the machine can keep the transition open although this one is complete. */
  readonly openElsewhere: boolean;
  /** About the most states that are kept. */
  readonly limit: number;
}

/**
 * How it goes on from where a reversal can come: whenever the transition is open, after the first try,
 * which is made by whoever starts it. Once all are switched it may not come any more: the completion holds
 * klp_mutex.
 */
function reversed(cell: Cell, tries: Tries, plan: Plan): readonly Start[] {
  const { interventions, limit, openElsewhere } = plan;
  const explorer = new Explorer(cell, tries, limit, openElsewhere);
  const { nodes } = explorer.explore(triedStarts(cell, tries));
  return nodes.flatMap((node) => {
    const path = pathTo(nodes, node);
    const prelude = [...path.prelude, ...path.actions];
    const state = node.state.copy();
    intervene(cell, state, interventions, unwatched);
    const ends = !openElsewhere && allSwitched(cell, node.state);
    const ended = ends ? [{ state: node.state, prelude, ended: true }] : [];
    return [{ state, prelude }, ...ended];
  });
}

function intervened(cell: Cell, tries: Tries, { interventions }: Plan): readonly Start[] {
  return triedStarts(cell, tries).map((start) => {
    const state = start.state.copy();
    intervene(cell, state, interventions, unwatched);
    return { ...start, state };
  });
}

/**
 * Every settled state that a cell can come to, at most about `plan.limit` of them. Without interventions
 * the first try comes before anything else or after the CPUs have gone on a little; interventions follow
 * it.
 */
export function explore(cell: Cell, tries: Tries, plan: Plan): Graph {
  const { interventions, limit } = plan;
  const explorer = new Explorer(cell, tries, limit);
  if (interventions.length === 0) return explorer.explore(startsOf(cell, tries));
  const reverses = interventions.some((intervention) => intervention.reverses === true);
  return explorer.explore((reverses ? reversed : intervened)(cell, tries, plan));
}
