import type { FunctionId } from '../../kernel/model.ts';
import type { ResidencyNote } from '../fact.ts';
import { toOf } from '../flow/flow.ts';
import { reaches, wayTo } from '../flow/reach.ts';
import type { Wait } from '../model.ts';
import { type Found, pathOf } from './path.ts';
import type { Roles } from './roles.ts';

const anyTask = 'whichever task runs it';

/** The residency of most functions: nothing of all that they call sleeps. */
export const plainLeaf: Found = {
  kind: 'leaf',
  business: 'main',
  note: 'no-sleep',
  task: anyTask,
  origin: '',
  wait: undefined,
  path: [],
  certainty: 'certain',
};

/**
 * The kinds of functions that no task waits in for long: transient, leaf, interrupt. What softirqs alone
 * run cannot sleep, whatever its code can do elsewhere. Pointers that lead nowhere known are left to
 * `withLostPointers()`.
 */
export function basicKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const inSoftirqs = reaches(roles.inSoftirqs, id) && !reaches(roles.fromTasks, id);
  const sleeping = inSoftirqs ? undefined : transientOf(roles, id);
  if (sleeping !== undefined) return [sleeping];
  const task = roles.rootTasks.get(id);
  const plain: Found = task === undefined ? plainLeaf : { ...plainLeaf, task };
  const leaf: Found = inSoftirqs ? { ...plain, note: 'softirq-only' } : plain;
  if (!reaches(roles.fromInterrupts, id) || reaches(roles.fromTasks, id)) return [leaf];
  return [
    {
      ...leaf,
      kind: 'interrupt',
      note: inSoftirqs ? 'softirq-only' : 'interrupt-only',
      task: 'whichever task was interrupted',
    },
    leaf,
  ];
}

function transientOf(roles: Roles, id: FunctionId): Found | undefined {
  const { flow, toSleep, toSleepLoosely, toYield } = roles;
  const task = roles.rootTasks.get(id) ?? anyTask;
  const base = { kind: 'transient', business: 'main', task, origin: '' } as const;
  if (roles.threads.jobs.has(id)) {
    return { ...base, note: 'short-thread', wait: undefined, path: [], certainty: 'likely' };
  }
  if (reaches(toSleep, id)) {
    const edges = wayTo(flow, toSleep, id);
    const [note, wait] = shortWait(roles, id, edges);
    return { ...base, note, wait, path: pathOf(flow, edges), certainty: 'certain' };
  }
  if (reaches(toYield, id)) {
    const path = pathOf(flow, wayTo(flow, toYield, id));
    return { ...base, note: 'yields', wait: undefined, path, certainty: 'certain' };
  }
  if (reaches(toSleepLoosely, id)) {
    const path = pathOf(flow, wayTo(flow, toSleepLoosely, id));
    return { ...base, note: 'sleeps-through-pointer', wait: undefined, path, certainty: 'guess' };
  }
  return undefined;
}

/** The first wait on the way, which says why the sleep is short. */
function shortWait(
  roles: Roles,
  id: FunctionId,
  edges: readonly number[],
): readonly [ResidencyNote, Wait | undefined] {
  for (const at of [id, ...edges.map((edge) => toOf(roles.flow, edge))]) {
    const site = roles.sites.get(at)?.at(0);
    if (site === undefined) continue;
    const wait = roles.waitOf(site, []);
    if (site.nature === 'lock') return ['sleeps-lock', wait];
    if (site.nature === 'device') return ['sleeps-device', wait];
    return ['sleeps-shortly', wait];
  }
  return ['sleeps-shortly', undefined];
}
