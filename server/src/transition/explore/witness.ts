import { completionBlockers, tryComplete } from '../engine/attempt.ts';
import { secondsOfTry } from '../engine/clock.ts';
import { unwatched, type Watcher } from '../engine/events.ts';
import type { Intervention } from '../engine/intervention.ts';
import type { Blocker, TraceEvent } from '../model.ts';
import { type Action, tryAction } from './actions.ts';
import { pathTo, rootOf } from './graph.ts';
import type { CellResult } from './prove.ts';
import { act, intervene, startOfCell } from './starts.ts';

/** Where between two tries events are put that have no time of their own. */
const BETWEEN = 0.5;

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
  const say = (
    what: 'try' | 'strategy' | 'complete' | 'open',
    text: string,
    by: string | undefined,
  ): void => watch({ cpu: undefined, task: undefined, what, text, by });
  const state = startOfCell(cell);
  const step = (action: Action): void => {
    if (action.kind === 'try') {
      made += 1;
      seconds = secondsOfTry(made);
      say('try', `try ${made}`, 'klp_try_complete_transition');
    } else if (made > 0) {
      seconds = secondsOfTry(made) + BETWEEN;
    }
    act(cell, state, action, watch);
  };
  const end = result.graph.nodes[node];
  if (end === undefined) return [];
  const { prelude, actions } = pathTo(result.graph.nodes, end);
  prelude.forEach(step);
  const root = rootOf(result.graph.nodes, end);
  for (const intervention of root.ended ? [] : interventions) {
    seconds = Math.max(seconds, intervention.seconds);
    say('strategy', intervention.text, undefined);
    intervene(cell, state, [intervention], watch);
  }
  actions.forEach(step);
  if (end.goal) say('complete', 'nothing here keeps it open', 'klp_complete_transition');
  else {
    step(tryAction(cell, tries, false, false));
    say('open', 'from here it can stay open for ever', undefined);
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
