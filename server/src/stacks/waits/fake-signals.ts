import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { nameOf } from '../flow/definitions.ts';
import { CALL, type Edge, edgesTo, type Flow, fromOf } from '../flow/flow.ts';

/** How many calls a function is away from taking a fake signal's mark: 1 takes it by its own call. */
export type FakeSignalTakers = ReadonlyMap<FunctionId, number>;

/** A wait's own loop may take the mark by so many calls: `io_cqring_wait_schedule()` of 6.1 by four. */
const mostCalls = 4;

/** Who calls the function that waits takes the mark in its loop, rather than somewhere, by so many. */
const mostCallsOfCaller = 2;

function callersOf(flow: Flow, id: FunctionId): readonly FunctionId[] {
  return [...edgesTo(flow, id)]
    .filter((edge) => flow.how[edge] === CALL)
    .map((edge) => fromOf(flow, edge));
}

/**
 * The functions that take a fake signal's mark away themselves: they or what they call use
 * `clear_notify_signal()` (`io_run_task_work()`). A task that waits by one of them is woken by a fake
 * signal and sleeps on; the handling of signals on the way to user mode is none of them.
 */
export function fakeSignalTakers(flow: Flow, anchors: Anchors): FakeSignalTakers {
  const isSignals = (id: FunctionId): boolean => nameOf(flow, id) === anchors.signals;
  const onExit = (id: FunctionId): boolean => isSignals(id) || callersOf(flow, id).some(isSignals);
  const takers = new Map<FunctionId, number>();
  let last = anchors.clearsFakeSignal.flatMap((name) =>
    [...flow.graph.definitions(name)].map(({ id }) => id),
  );
  for (let calls = 1; calls <= mostCalls; calls += 1) {
    const next = last.flatMap((id) => callersOf(flow, id)).filter((id) => !takers.has(id));
    last = [...new Set(next)].filter((id) => !onExit(id));
    for (const id of last) takers.set(id, calls);
  }
  return takers;
}

/** Whether the wait of the function `waits`, to which a way of calls leads and then on, is by one of `takers`. */
export function takesFakeSignals(
  flow: Flow,
  takers: FakeSignalTakers,
  way: readonly Edge[],
  waits: FunctionId,
): boolean {
  const from = way.map((edge) => fromOf(flow, edge));
  const at = from.indexOf(waits);
  if (at < 0) return false;
  const [caller] = from.slice(Math.max(0, at - 1), at);
  const callsOfCaller = caller === undefined ? undefined : takers.get(caller);
  return (
    from.slice(at).some((id) => takers.has(id)) || (callsOfCaller ?? mostCalls) <= mostCallsOfCaller
  );
}
