import type { Residency } from '../../stacks/model.ts';

/** The residency's call path as a stack: function names, innermost first, as a stack check walks it. */
export function stackOf(residency: Residency): readonly string[] {
  return residency.path.map((step) => step.function).reverse();
}

/** The residencies whose kind is one of `kinds`, in their order. */
export function ofKinds(
  residency: readonly Residency[],
  ...kinds: readonly Residency['kind'][]
): readonly Residency[] {
  return residency.filter((one) => kinds.includes(one.kind));
}

/** The residencies in a function's ordinary business. */
export function mainOf(residency: readonly Residency[]): readonly Residency[] {
  return residency.filter((one) => one.business === 'main');
}

/** How many different waits of one function are put on a machine. */
const MOST_WAITS = 4;

/**
 * One residency for each kind of wait among `residency`, the first of each: tasks that sleep alike are
 * freed alike, so one of them stands for all.
 */
export function oneOfEachWait(residency: readonly Residency[]): readonly Residency[] {
  const byWait = new Map<string, Residency>();
  for (const one of residency) {
    const { state, bound, freezable, seconds, deaf } = one.wait ?? {};
    const key = `${one.kind} ${state} ${bound} ${freezable} ${seconds} ${deaf}`;
    if (!byWait.has(key)) byWait.set(key, one);
  }
  return [...byWait.values()].slice(0, MOST_WAITS);
}
