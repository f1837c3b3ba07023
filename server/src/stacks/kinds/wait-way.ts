import type { FunctionId } from '../../kernel/model.ts';
import { type Edge, toOf } from '../flow/flow.ts';
import { wayTo } from '../flow/reach.ts';
import { waitClasses } from '../waits/long-waits.ts';
import type { WaitSite } from '../waits/sites.ts';
import type { Roles } from './roles.ts';

/** A lasting wait and the calls that lead from a function to the one that waits. */
export interface WaitBelow {
  readonly site: WaitSite;
  readonly way: readonly Edge[];
}

/** The nearest lasting wait at or below a function. */
export function nearestWait(roles: Roles, id: FunctionId): WaitBelow | undefined {
  const nearest = roles.waits.nearest(id);
  for (const wanted of waitClasses) {
    const above = roles.waits.above(wanted);
    if (nearest === -1 || above?.distance[id] !== nearest) continue;
    const site = roles.waits.siteOf(above.owner[id] ?? -1, wanted);
    if (site !== undefined) return { site, way: wayTo(roles.flow, above, id) };
  }
  return undefined;
}

/** From a function by way of its wait to where the task leaves the CPU. */
export function wayOn(roles: Roles, way: readonly Edge[], site: WaitSite): readonly Edge[] {
  return [...way, site.edge, ...wayTo(roles.flow, roles.toSleep, toOf(roles.flow, site.edge))];
}
