import type { FunctionId, Root } from '../../kernel/model.ts';
import type { ResidencyFact, ResidencyNote } from '../fact.ts';
import { type Edge, edgesTo, fromOf } from '../flow/flow.ts';
import { type Reach, reaches, wayDown, wayTo } from '../flow/reach.ts';
import type { ResidencyKind, Wait } from '../model.ts';
import { lastingStates } from '../waits/long-waits.ts';
import type { WaitSite } from '../waits/sites.ts';
import { pathOf } from './path.ts';
import type { Roles } from './roles.ts';
import { callName, nameList, rootsAbove, threadName } from './task-names.ts';
import { wayOn } from './wait-way.ts';

const mostWaits = 3;

/** A wait that is this much further away than the nearest one is another business of the function. */
const besideNearest = 1;

/** The kinds that hold while a task waits for something that can take long. */
export function waitKinds(roles: Roles, id: FunctionId): readonly ResidencyFact[] {
  const nearest = roles.waits.nearest(id);
  const facts = lastingStates.flatMap((state) => {
    const above = roles.waits.above(state);
    if (above === undefined || !reaches(above, id)) return [];
    if ((above.distance[id] ?? 0) > nearest + besideNearest) return [];
    const site = roles.waits.siteOf(above.owner[id] ?? -1, state);
    return site === undefined ? [] : factsOf(roles, id, above, site);
  });
  return order([...facts, ...wrapperFacts(roles, id)]);
}

const ranks: readonly ResidencyKind[] = ['thread-wait', 'syscall-wait', 'user-exit'];

function order(facts: readonly ResidencyFact[]): readonly ResidencyFact[] {
  return ranks.flatMap((kind) => facts.filter((fact) => fact.kind === kind).slice(0, mostWaits));
}

function factsOf(
  roles: Roles,
  id: FunctionId,
  above: Reach,
  site: WaitSite,
): readonly ResidencyFact[] {
  const down = wayOn(roles, wayTo(roles.flow, above, id), site);
  const note: ResidencyNote = site.function === id ? 'own-wait' : 'waits-below';
  return placesOf(roles, id, site).map((place) => ({
    kind: place.kind,
    note: place.kind === 'user-exit' ? 'stopped' : note,
    task: place.task,
    wait: site.wait,
    path: pathOf(roles.flow, [...place.up, ...down]),
    certainty: place.certain ? 'certain' : 'likely',
  }));
}

interface Place {
  readonly kind: ResidencyKind;
  readonly task: string;
  readonly up: readonly Edge[];
  readonly certain: boolean;
}

function placesOf(roles: Roles, id: FunctionId, site: WaitSite): readonly Place[] {
  const { flow, threads, fromThreads, fromWork, fromSystemCalls } = roles;
  if (onExit(roles, id, site)) {
    return [{ kind: 'user-exit', task: 'a stopped, traced or frozen task', up: [], certain: true }];
  }
  const places: Place[] = [];
  if (reaches(fromThreads, id) && !threads.mains.has(id) && !threads.bodies.has(id)) {
    const task = nameList(
      rootsAbove(flow, id, threads.mains, (caller) => reaches(fromThreads, caller)).map((root) =>
        threadName(flow.graph, root),
      ),
    );
    places.push({ kind: 'thread-wait', task, up: wayDown(flow, fromThreads, id), certain: true });
  }
  if (reaches(fromWork, id)) {
    const up = wayDown(flow, fromWork, id);
    places.push({ kind: 'thread-wait', task: 'kworker (a work item)', up, certain: true });
  }
  if (reaches(fromSystemCalls, id)) {
    const task = nameList(
      rootsAbove(flow, id, systemCalls(roles), (caller) => reaches(fromSystemCalls, caller)).map(
        (root) => callName(flow.graph, root),
      ),
    );
    places.push({
      kind: 'syscall-wait',
      task,
      up: wayDown(flow, fromSystemCalls, id),
      certain: true,
    });
  }
  if (places.length > 0 || threads.mains.has(id) || threads.bodies.has(id)) return places;
  return [{ kind: 'syscall-wait', task: 'a task that calls it', up: [], certain: false }];
}

const callRoots = new WeakMap<Roles, ReadonlyMap<FunctionId, Root>>();

function systemCalls(roles: Roles): ReadonlyMap<FunctionId, Root> {
  let known = callRoots.get(roles);
  if (known === undefined) {
    const calls = roles.flow.graph.roots().filter((root) => root.kind === 'syscall');
    known = new Map(calls.map((root) => [root.function, root]));
    callRoots.set(roles, known);
  }
  return known;
}

/** On the way to user mode: the signal code and what leads to it, or a wait that only it calls. */
function onExit(roles: Roles, id: FunctionId, site: WaitSite): boolean {
  const { fromSignals, toSignals } = roles;
  if (!reaches(fromSignals, site.function)) return false;
  const own = site.wait.state === 'stopped' || onlySignalsCall(roles, site.function);
  return own && (reaches(toSignals, id) || reaches(fromSignals, id));
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
    up: Reach,
    task: string,
  ): readonly ResidencyFact[] => {
    const owner = reach.owner[id] ?? -1;
    if (owner === -1 || owner === id) return [];
    const way = wayDown(flow, reach, id);
    const site = roles.sites.get(owner)?.find((each) => each.edge === way[0]);
    if (site === undefined) return [];
    const wait: Wait = site.wait;
    const edges = [...wayDown(flow, up, owner), ...way, ...wayTo(flow, roles.toSleep, id)];
    return [{ kind, note: 'wrapper', task, wait, path: pathOf(flow, edges), certainty: 'certain' }];
  };
  return [
    ...from(
      roles.wrappersOfThreads,
      'thread-wait',
      roles.fromThreads,
      'kernel threads that wait by it',
    ),
    ...from(roles.wrappersOfCalls, 'syscall-wait', roles.fromSystemCalls, 'tasks that wait by it'),
    ...from(
      roles.wrappersOfExit,
      'user-exit',
      roles.fromSignals,
      'a stopped, traced or frozen task',
    ),
  ];
}
