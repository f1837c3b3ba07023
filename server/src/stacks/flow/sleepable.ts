import type { FunctionId } from '../../kernel/model.ts';
import { type Edge, ENTRY, type Flow } from './flow.ts';

/** Whether a task can go to sleep behind a call. */
export type Sleepable = (edge: Edge) => boolean;

/** Functions whose calls say nothing of whether their callers sleep. */
export interface Sleepless {
  /** Neither their callers sleep in them nor they in what they call. */
  readonly never: readonly ReadonlySet<FunctionId>[];
  /** What they call may sleep, but not for them: they are preempted, or idle. */
  readonly notByCalls: readonly ReadonlySet<FunctionId>[];
}

/** Tells calls behind which a task can go to sleep. */
export function sleepable(flow: Flow, { never, notByCalls }: Sleepless): Sleepable {
  const barred = new Uint8Array(flow.size);
  const entered = new Uint8Array(flow.size);
  for (const ids of notByCalls) for (const id of ids) barred[id] = 1;
  for (const ids of never) {
    for (const id of ids) {
      barred[id] = 1;
      entered[id] = 1;
    }
  }
  const { from, to, how } = flow;
  return (edge) =>
    how[edge] !== ENTRY && barred[from[edge] ?? 0] === 0 && entered[to[edge] ?? 0] === 0;
}
