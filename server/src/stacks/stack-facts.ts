import type { FunctionId, KernelGraph } from '../kernel/model.ts';
import type { EntryFact, ResidencyFact } from './fact.ts';
import { linuxAnchors } from './flow/anchors.ts';
import { flowOf } from './flow/flow.ts';
import { entryOf } from './kinds/entry.ts';
import { residencyOf } from './kinds/residency.ts';
import { type Roles, rolesOf } from './kinds/roles.ts';
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

/**
 * Computes the facts; the work for the whole kernel (some seconds) is done at the first question. `lengths`: where
 * the lengths of timeouts are read, none without.
 */
export function computedStacks(graph: KernelGraph, lengths?: LengthSources): StackFacts {
  let roles: Roles | undefined;
  return {
    of(id) {
      roles ??= computeRoles(graph, lengths);
      return { entry: entryOf(roles, id), residency: residencyOf(roles, id) };
    },
  };
}

function computeRoles(graph: KernelGraph, lengths: LengthSources | undefined): Roles {
  const flow = flowOf(graph, linuxAnchors.entries);
  const told = lengths === undefined ? undefined : new WaitLengths(flow, lengths);
  return rolesOf(flow, linuxAnchors, told);
}
