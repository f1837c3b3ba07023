import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { CALL, type Edge, edgesTo, type Flow, fromOf } from '../flow/flow.ts';

function callersOf(flow: Flow, id: FunctionId): readonly FunctionId[] {
  return [...edgesTo(flow, id)]
    .filter((edge) => flow.how[edge] === CALL)
    .map((edge) => fromOf(flow, edge));
}

/**
 * The functions that take a fake signal's mark away themselves: they or what they call use
 * `clear_notify_signal()` (`io_run_task_work()`). A task that waits below one of them is woken by a fake
 * signal and sleeps on; the handling of signals on the way to user mode is none of them.
 */
export function fakeSignalTakers(flow: Flow, anchors: Anchors): ReadonlySet<FunctionId> {
  const direct = anchors.clearsFakeSignal
    .flatMap((name) => [...flow.graph.definitions(name)].map(({ id }) => id))
    .flatMap((id) => callersOf(flow, id))
    .filter((id) => flow.graph.get(id).name !== anchors.signals);
  return new Set([...direct, ...direct.flatMap((id) => callersOf(flow, id))]);
}

/** Whether a way of calls leads through one of `takers`. */
export function takesFakeSignals(
  flow: Flow,
  takers: ReadonlySet<FunctionId>,
  way: readonly Edge[],
): boolean {
  return takers.size > 0 && way.some((edge) => takers.has(fromOf(flow, edge)));
}
