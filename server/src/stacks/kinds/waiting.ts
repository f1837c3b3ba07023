import type { FunctionId } from '../../kernel/model.ts';
import type { ResidencyFact, ResidencyNote } from '../fact.ts';
import { type Edge, edgesTo, fromOf } from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { type Reach, reaches, wayDown, wayTo } from '../flow/reach.ts';
import type { ResidencyKind, Wait } from '../model.ts';
import { type WaitClass, waitClasses } from '../waits/long-waits.ts';
import type { WaitSite } from '../waits/sites.ts';
import { pathOf, surenessOf } from './path.ts';
import type { Roles } from './roles.ts';
import { wayOn } from './wait-way.ts';

const mostWaits = 3;

/** A wait that is this much further away than the nearest one is another business of the function. */
const besideNearest = 1;

/** Where no root is known above a function, only a wait this near is taken for its business. */
const mostUnrooted = 3;

/** Calls from a thread's main function to a wait that is still that of its loop. */
const mostInLoop = 6;

/** The kinds that hold while a task waits for something that can take long. */
export function waitKinds(roles: Roles, id: FunctionId): readonly ResidencyFact[] {
  const { flow, waits } = roles;
  if (neverReturns(flow.graph.get(id))) return [];
  const nearest = waits.nearest(id);
  const facts = waitClasses.flatMap((wanted) => {
    const above = waits.above(wanted);
    if (above === undefined || !reaches(above, id)) return [];
    const far = (above.distance[id] ?? 0) > nearest + besideNearest;
    if (far && wanted !== 'exit') return [];
    const site = waits.siteOf(above.owner[id] ?? -1, wanted);
    return site === undefined ? [] : factsOf(roles, id, wanted, above, site);
  });
  return order([...facts, ...wrapperFacts(roles, id)]);
}

const ranks: readonly ResidencyKind[] = ['thread-wait', 'syscall-wait', 'user-exit'];

function order(facts: readonly ResidencyFact[]): readonly ResidencyFact[] {
  const onExit = facts.filter((fact) => fact.kind === 'user-exit');
  if (onExit.length > 0) return onExit.slice(0, mostWaits);
  return ranks.flatMap((kind) => facts.filter((fact) => fact.kind === kind).slice(0, mostWaits));
}

function factsOf(
  roles: Roles,
  id: FunctionId,
  wanted: WaitClass,
  above: Reach,
  site: WaitSite,
): readonly ResidencyFact[] {
  const own = wayTo(roles.flow, above, id);
  const down = wayOn(roles, own, site);
  const note: ResidencyNote = site.function === id ? 'own-wait' : 'waits-below';
  return placesOf(roles, id, wanted, above, site).map((place) => ({
    kind: place.kind,
    note: place.kind === 'user-exit' ? 'stopped' : note,
    task: place.task,
    origin: '',
    wait: site.wait,
    path: pathOf(roles.flow, [...place.up, ...down]),
    certainty: place.certain ? surenessOf(roles.flow, own) : own.length === 0 ? 'likely' : 'guess',
  }));
}

interface Place {
  readonly kind: ResidencyKind;
  readonly task: string;
  readonly up: readonly Edge[];
  readonly certain: boolean;
}

/**
 * A killable wait is meant for tasks that can be killed, which kernel threads are not; TASK_IDLE is
 * meant for kernel threads, to keep them out of the load (`include/linux/sched.h`).
 */
function placesOf(
  roles: Roles,
  id: FunctionId,
  wanted: WaitClass,
  above: Reach,
  site: WaitSite,
): readonly Place[] {
  const { flow, threads, fromThreads, fromWork, fromSystemCalls } = roles;
  if (wanted === 'exit' || (roles.onExit(id) && onlySignalsCall(roles, site.function))) {
    return [{ kind: 'user-exit', task: 'a stopped, traced or frozen task', up: [], certain: true }];
  }
  const places: Place[] = [];
  const far = above.distance[id] ?? 0;
  const ofThreads = site.wait.state !== 'killable';
  const inLoop = (from: Reach): boolean =>
    ofThreads && reaches(from, id) && (from.distance[id] ?? 0) + far <= mostInLoop;
  if (inLoop(fromThreads) && !threads.mains.has(id) && !threads.bodies.has(id)) {
    const task = roles.threadNames.of(id);
    places.push({ kind: 'thread-wait', task, up: wayDown(flow, fromThreads, id), certain: true });
  }
  if (wanted === 'parked') return places;
  if (inLoop(fromWork)) {
    const up = wayDown(flow, fromWork, id);
    places.push({ kind: 'thread-wait', task: 'kworker (a work item)', up, certain: true });
  }
  const ofCalls = site.wait.state !== 'idle' || site.wait.freezable;
  if (ofCalls && reaches(fromSystemCalls, id)) {
    const task = roles.callNames.of(id);
    const up = wayDown(flow, fromSystemCalls, id);
    places.push({ kind: 'syscall-wait', task, up, certain: true });
  }
  if (places.length > 0 || threads.mains.has(id) || threads.bodies.has(id)) return places;
  if (far > mostUnrooted || !ofCalls) return [];
  return [{ kind: 'syscall-wait', task: 'a task that calls it', up: [], certain: false }];
}

function onlySignalsCall(roles: Roles, id: FunctionId): boolean {
  const { flow, anchors } = roles;
  const callers = [...edgesTo(flow, id)].map((edge) => flow.graph.get(fromOf(flow, edge)).name);
  return callers.length > 0 && callers.every((name) => name === anchors.signals);
}

function wrapperFacts(roles: Roles, id: FunctionId): readonly ResidencyFact[] {
  const { flow, gates } = roles;
  if (gates.has(id)) return [];
  const from = (
    reach: Reach,
    kind: ResidencyKind,
    up: Reach | undefined,
    task: string,
  ): readonly ResidencyFact[] => {
    const owner = reach.owner[id] ?? -1;
    if (owner === -1 || owner === id) return [];
    const way = wayDown(flow, reach, id);
    const site = roles.sites.get(owner)?.find((each) => each.edge === way[0]);
    if (site === undefined) return [];
    const wait: Wait = site.wait;
    const edges = [
      ...(up === undefined ? [] : wayDown(flow, up, owner)),
      ...way,
      ...wayTo(flow, roles.toSleep, id),
    ];
    return [
      {
        kind,
        note: 'wrapper',
        task,
        origin: '',
        wait,
        path: pathOf(flow, edges),
        certainty: 'certain',
      },
    ];
  };
  return [
    ...from(
      roles.wrappersOfThreads,
      'thread-wait',
      roles.fromThreads,
      'kernel threads that wait by it',
    ),
    ...from(roles.wrappersOfCalls, 'syscall-wait', roles.fromSystemCalls, 'tasks that wait by it'),
    ...from(roles.wrappersOfExit, 'user-exit', undefined, 'a stopped, traced or frozen task'),
  ];
}
