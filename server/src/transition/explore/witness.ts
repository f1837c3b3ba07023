import { completionBlockers, tryComplete } from '../engine/attempt.ts';
import { secondsOfTry } from '../engine/clock.ts';
import { unwatched, type Watcher } from '../engine/events.ts';
import { settle } from '../engine/settle.ts';
import type { Intervention } from '../engine/timed-run.ts';
import type { Blocker, TraceEvent } from '../model.ts';
import { type Action, tryAction } from './actions.ts';
import { startOfCell } from './graph.ts';
import type { CellResult } from './prove.ts';

/** Where between two tries events are put that have no time of their own. */
const BETWEEN = 0.5;

function pathTo(result: CellResult, node: number): readonly Action[] {
  const path: Action[] = [];
  for (let at = result.graph.nodes[node]; at?.by !== undefined; at = result.graph.nodes[at.from])
    path.push(at.by);
  return path.reverse();
}

/**
 * A run of one cell to one of its states, as a trace: tries at the times they are made, what happens
 * between them halfway.
 */
export function traceTo(
  result: CellResult,
  node: number,
  interventions: readonly Intervention[],
): readonly TraceEvent[] {
  const { cell, tries } = result;
  const trace: TraceEvent[] = [];
  let made = 0;
  let seconds = 0;
  const watch: Watcher = (happening) => {
    const cpu = happening.cpu === undefined ? undefined : cell.model.cpuNumbers[happening.cpu];
    trace.push({ ...happening, seconds, cpu });
  };
  const say = (what: 'try' | 'strategy' | 'complete' | 'open', text: string): void =>
    watch({ cpu: undefined, task: undefined, what, text, by: undefined });
  const state = startOfCell(cell);
  const step = (action: Action): void => {
    if (action.kind === 'try') {
      made += 1;
      seconds = secondsOfTry(made);
      say('try', `try ${made}`);
    } else {
      seconds = secondsOfTry(Math.max(made, 1)) + BETWEEN;
    }
    action.apply(state, watch);
    settle(cell.model, state, watch);
  };
  settle(cell.model, state, unwatched);
  for (const { text, apply } of interventions) {
    say('strategy', text);
    apply(cell.model, state, watch);
    settle(cell.model, state, watch);
  }
  for (const action of pathTo(result, node)) step(action);
  if (result.graph.nodes[node]?.goal === true) say('complete', 'nothing here keeps it open');
  else {
    step(tryAction(cell, tries, false, false));
    say('open', 'from here it can stay open for ever');
  }
  return trace;
}

/** Those that refuse a try made in one of a cell's states, or hold up the completion there. */
export function blockersAt({ cell, tries, graph }: CellResult, node: number): readonly Blocker[] {
  const state = graph.nodes[node]?.state.copy();
  if (state === undefined) return [];
  const attempt = { cpu: tries.cpu, signals: false, isOff: () => false };
  const refused = tryComplete(cell.model, state, attempt, unwatched);
  return refused.length > 0 ? refused : completionBlockers(cell.model, state);
}
