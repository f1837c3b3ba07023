import type { FunctionId, KernelGraph } from '../kernel/model.ts';
import type { EntryFact, ResidencyFact } from './fact.ts';
import { linuxAnchors } from './flow/anchors.ts';
import type { Flow } from './flow/flow.ts';
import { flowOf } from './flow/flow-of.ts';
import { entryOf } from './kinds/entry.ts';
import { withLostPointers } from './kinds/lost-pointers.ts';
import { type Found, told } from './kinds/path.ts';
import { residencyOf } from './kinds/residency.ts';
import { rolesOf } from './kinds/roles.ts';
import { type LengthSources, WaitLengths } from './lengths/wait-lengths.ts';

/** What is known of one function's stacks. */
export interface StackFact {
  readonly entry: EntryFact;
  /** At least one, the worst first. */
  readonly residency: readonly ResidencyFact[];
}

/** On whose stacks a kernel's functions are; depends on nothing but the call graph. */
export interface StackFacts {
  of(id: FunctionId): StackFact;
}

/** The facts as they are found: paths are of a flow's edges, and lost pointers are not looked for. */
export interface FoundStacks {
  readonly flow: Flow;
  entry(id: FunctionId): EntryFact;
  residency(id: FunctionId): readonly Found[];
}

/**
 * Does the work for a whole kernel (some seconds). `lengths`: where the lengths of timeouts are read, none
 * without.
 */
export function findStacks(graph: KernelGraph, lengths?: LengthSources): FoundStacks {
  const flow = flowOf(graph, linuxAnchors.entries);
  const times = lengths === undefined ? undefined : new WaitLengths(flow, lengths);
  const roles = rolesOf(flow, linuxAnchors, times);
  return {
    flow,
    entry: (id) => entryOf(roles, id),
    residency: (id) => residencyOf(roles, id),
  };
}

/** What was found, for the reader. */
export function toldStacks({ flow, entry, residency }: FoundStacks): StackFacts {
  return {
    of(id) {
      const facts = residency(id).map((one) => ({ ...one, path: told(flow, one.path) }));
      return { entry: entry(id), residency: withLostPointers(facts, flow.graph, id) };
    },
  };
}

/** Computes the facts; the work for the whole kernel is done at the first question. */
export function computedStacks(graph: KernelGraph, lengths?: LengthSources): StackFacts {
  let facts: StackFacts | undefined;
  return {
    of(id) {
      facts ??= toldStacks(findStacks(graph, lengths));
      return facts.of(id);
    },
  };
}
