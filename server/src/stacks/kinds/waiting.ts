import type { FunctionId } from '../../kernel/model.ts';
import type { ResidencyNote } from '../fact.ts';
import { fileOf, IN_MODULE, isMarked } from '../flow/definitions.ts';
import { CALL, type Edge, type Flow, toOf } from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { type Reach, reaches, wayDown, wayTo } from '../flow/reach.ts';
import type { Business, ResidencyKind, Wait } from '../model.ts';
import { takesFakeSignals } from '../waits/fake-signals.ts';
import { device, isShort, waitClasses } from '../waits/long-waits.ts';
import type { WaitSite, Way } from '../waits/sites.ts';
import { heldStates } from '../waits/state.ts';
import { type Found, pathOf, surenessOf } from './path.ts';
import { type Place, placesOf } from './places.ts';
import type { Roles } from './roles.ts';
import { wayOn } from './wait-way.ts';

const mostWaits = 4;

/** A wait that is this much further away than the nearest one is another business of the function. */
const besideNearest = 1;

/** The kinds that hold while a task waits for something that can take long. */
export function waitKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, waits } = roles;
  if (neverReturns(flow, id)) return [];
  const facts = (waits.has(id) ? waitClasses : []).flatMap((wanted) => {
    const above = waits.above(wanted);
    if (above === undefined || !reaches(above, id)) return [];
    const beside = isBeside(roles, id, above);
    const site = waits.siteOf(above.owner[id] ?? -1, wanted);
    if (site === undefined || (beside && !heldStates.has(site.wait.state))) return [];
    return factsOf(roles, id, above, site, beside ? 'side' : 'main');
  });
  return order([...facts, ...wrapperFacts(roles, id)]);
}

function isBeside(roles: Roles, id: FunctionId, above: Reach): boolean {
  const nearest = roles.waits.nearest(id);
  return nearest !== -1 && (above.distance[id] ?? 0) > nearest + besideNearest;
}

const ranks: readonly ResidencyKind[] = ['thread-wait', 'syscall-wait', 'user-exit'];

function order(facts: readonly Found[]): readonly Found[] {
  // Where tasks are stopped on their way to user mode nothing else is waited for.
  const stopped = facts.some((fact) => fact.wait?.state === 'stopped');
  const wanted = stopped ? facts.filter((fact) => fact.kind === 'user-exit') : facts;
  return ranks.flatMap((kind) => wanted.filter((fact) => fact.kind === kind).slice(0, mostWaits));
}

function factsOf(
  roles: Roles,
  id: FunctionId,
  above: Reach,
  site: WaitSite,
  business: Business,
): readonly Found[] {
  const own = wayTo(roles.flow, above, id);
  const told = roles.waitOf(site, own);
  // Who is given no time does not wait: `__tcp_close(sk, 0)`.
  if (told.seconds === 0) return [];
  const repeated = told.seconds !== undefined && roles.repeats(site, own, told);
  const short = isShort(told) && !repeated;
  const down = wayOn(roles, own, site);
  const note: ResidencyNote = site.function === id ? 'own-wait' : 'waits-below';
  const places = placesOf(roles, id, above.distance[id] ?? 0, site, down);
  return places
    .filter((place) => place.inLoop || !short)
    .map((place) => ({
      kind: place.kind,
      business: place.aside ? 'side' : business,
      note: place.kind === 'user-exit' && heldStates.has(site.wait.state) ? 'stopped' : note,
      task: place.task,
      origin: '',
      wait: waitIn(roles, place, site, down, repeated && !place.inLoop ? unmeasured(told) : told),
      path: pathOf(roles.flow, [...place.up, ...down]),
      certainty: place.certain
        ? surenessOf(roles.flow, own)
        : own.length === 0
          ? 'likely'
          : 'guess',
    }));
}

function unmeasured({ seconds: _, ...wait }: Wait): Wait {
  return wait;
}

function waitIn(roles: Roles, place: Place, site: WaitSite, down: Way, wait: Wait): Wait {
  return isDeaf(roles, place, site, down) ? { ...wait, deaf: true } : wait;
}

/** A system call's wait in a loop that takes fake signals' marks away itself. */
function isDeaf(roles: Roles, { kind, up }: Place, site: WaitSite, down: Way): boolean {
  if (kind !== 'syscall-wait' || site.wait.state !== 'interruptible') return false;
  return takesFakeSignals(roles.flow, roles.fakeSignalTakers, [...up, ...down], site.function);
}

/**
 * Whether a pointer on the way from a module's function leads into another module, elsewhere in the tree: one
 * file system is not held up by the server of another, but by its own protocol's (`nfs`, `nfsv4`).
 */
function leavesItsModule({ flow }: Roles, id: FunctionId, edge: Edge): boolean {
  const callee = toOf(flow, edge);
  if (flow.how[edge] === CALL) return false;
  if (!isMarked(flow, id, IN_MODULE) || !isMarked(flow, callee, IN_MODULE)) return false;
  return folderOf(flow, id) !== folderOf(flow, callee);
}

function folderOf(flow: Flow, id: FunctionId): string {
  const file = fileOf(flow, id);
  return file.slice(0, file.lastIndexOf('/'));
}

/**
 * The wait that a task can be held up in aside from the function's business, where a system call, an
 * exception or the handling of signals leads through the function to it.
 */
export function sideKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, waits, aside } = roles;
  if (!reaches(waits.aside, id) || !reaches(aside, id)) return [];
  if (device.test(fileOf(flow, id))) return [];
  const site = waits.anySite(waits.aside.owner[id] ?? -1);
  if (site === undefined) return [];
  const traced = site.wait.state === 'traced';
  const own = wayTo(flow, waits.aside, id);
  if (own.some((edge) => leavesItsModule(roles, id, edge))) return [];
  const wait = roles.waitOf(site, own);
  if (isShort(wait) && !roles.repeats(site, own, wait)) return [];
  const down = wayOn(roles, own, site);
  return [
    {
      kind: traced ? 'user-exit' : 'syscall-wait',
      business: 'side',
      note: 'waits-aside',
      task: traced ? 'a traced task' : roles.asideNames.of(id),
      origin: '',
      wait,
      path: pathOf(flow, [...roles.asideWays.to(id, down), ...down]),
      certainty: 'guess',
    },
  ];
}

function wrapperFacts(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, gates } = roles;
  if (gates.has(id)) return [];
  const from = (
    reach: Reach,
    kind: ResidencyKind,
    up: (owner: FunctionId) => Way,
    task: string,
  ): readonly Found[] => {
    const owner = reach.owner[id] ?? -1;
    if (owner === -1 || owner === id) return [];
    const way = wayDown(flow, reach, id);
    const site = roles.sites.get(owner)?.find((each) => each.edge === way[0]);
    if (site === undefined) return [];
    const path = pathOf(flow, [...up(owner), ...way, ...wayTo(flow, roles.toSleep, id)]);
    const said = { note: 'wrapper', origin: '', certainty: 'certain', business: 'main' } as const;
    return [{ ...said, kind, task, wait: site.wait, path }];
  };
  return [
    ...from(
      roles.wrappersOfThreads,
      'thread-wait',
      (owner) => wayDown(flow, roles.fromThreads, owner),
      'kernel threads that wait by it',
    ),
    ...from(
      roles.wrappersOfCalls,
      'syscall-wait',
      (owner) => roles.callWays.nearest(owner),
      'tasks that wait by it',
    ),
    ...from(roles.wrappersOfExit, 'user-exit', () => [], 'a stopped, traced or frozen task'),
  ];
}
