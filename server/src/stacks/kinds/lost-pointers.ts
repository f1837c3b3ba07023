import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import type { ResidencyFact, ResidencyNote } from '../fact.ts';

/** What is said of a function that was not seen to sleep, unless it is softirqs' alone. */
const sleepless: ReadonlySet<ResidencyNote> = new Set(['no-sleep', 'interrupt-only']);

const unresolved: ResidencyFact = {
  kind: 'transient',
  business: 'main',
  task: 'whichever task runs it',
  origin: '',
  note: 'unresolved-pointer',
  wait: undefined,
  path: [],
  certainty: 'guess',
};

/**
 * The residencies of a function that may call what no edge tells of: where nothing known sleeps, a call
 * through a pointer that leads nowhere known may. The pointers of one function are looked for when it is
 * asked about; those of all functions would take longer than all else.
 */
export function withLostPointers(
  residency: readonly ResidencyFact[],
  graph: KernelGraph,
  id: FunctionId,
): readonly ResidencyFact[] {
  if (!residency.some(({ note }) => sleepless.has(note))) return residency;
  const lost = graph.indirectCalls?.(id) ?? [];
  if (lost.length === 0) return residency;
  return [unresolved, ...residency.filter(({ note }) => !sleepless.has(note))];
}
