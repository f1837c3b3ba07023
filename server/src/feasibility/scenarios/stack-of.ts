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
