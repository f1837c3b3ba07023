import type { FunctionId } from '../../kernel/model.ts';
import { fileOf, IN_MODULE, isMarked, nameOf } from '../flow/definitions.ts';
import { CALL, type Edge, edgesTo, fromOf } from '../flow/flow.ts';
import { type Reach, reaches, wayDown } from '../flow/reach.ts';
import type { ResidencyKind, WaitState } from '../model.ts';
import { device } from '../waits/long-waits.ts';
import type { WaitSite, Way } from '../waits/sites.ts';
import type { Roles } from './roles.ts';
import { workTask } from './task-names.ts';

/** Whose stack a wait is on, and how that task got there. */
export interface Place {
  readonly kind: ResidencyKind;
  readonly task: string;
  readonly up: readonly Edge[];
  /** Whether the task's root is known. */
  readonly certain: boolean;
  /** Whether the task comes back to sleep there again and again: a thread in its own loop, a task that is held. */
  readonly inLoop: boolean;
  /** Whether the task comes by only where a module is in use that has a work of its own: aside from other business. */
  readonly aside?: true;
}

/**
 * Where no root is known above a function, only a wait this near is taken for its business; one that is meant for
 * kernel threads only where the function itself waits: none is known to come by.
 */
const mostUnrooted = 3;

/**
 * Where system calls come to it by code that is not about waiting, one this near, if no pointer leads to it and it is
 * not for a device.
 */
const mostAtLarge = 6;

/** Calls from a thread's main function to a wait that is still that of its loop. */
const mostInLoop = 6;

/** Who is held on the way to user mode. */
const heldTasks: Partial<Readonly<Record<WaitState, string>>> = {
  stopped: 'a stopped task',
  frozen: 'a frozen task',
  traced: 'a traced task',
};

/**
 * The tasks that come through a function to a wait `far` calls below it, by the calls `down`. A killable
 * wait is meant for tasks that can be killed, which kernel threads are not; TASK_IDLE is meant for kernel
 * threads, to keep them out of the load (`include/linux/sched.h`).
 */
export function placesOf(
  roles: Roles,
  id: FunctionId,
  far: number,
  site: WaitSite,
  down: Way,
): readonly Place[] {
  const { state, freezable } = site.wait;
  const held = heldTasks[state];
  if (held !== undefined)
    return [{ kind: 'user-exit', task: held, up: [], certain: true, inLoop: true }];
  if (roles.onExit(id) && onlySignalsCall(roles, site.function)) {
    return [{ kind: 'user-exit', task: 'a frozen task', up: [], certain: true, inLoop: true }];
  }
  const { flow, threads, fromThreads, fromWork, fromImageWork, fromSystemCalls } = roles;
  const places: Place[] = [];
  const ofThreads = state !== 'killable' && !reaches(roles.fromSignals, id);
  const inLoop = (from: Reach): boolean =>
    ofThreads && reaches(from, id) && (from.distance[id] ?? 0) + far <= mostInLoop;
  const isMain = threads.mains.has(id) || threads.bodies.has(id);
  if (inLoop(fromThreads) && !isMain) {
    const task = roles.threadNames.of(id);
    places.push({
      kind: 'thread-wait',
      task,
      up: wayDown(flow, fromThreads, id),
      certain: true,
      inLoop: true,
    });
  }
  if (state === 'parked') return places;
  const inModule = isMarked(flow, id, IN_MODULE);
  const work = inModule ? fromWork : [fromImageWork, fromWork].find(inLoop);
  if (work !== undefined && inLoop(work)) {
    places.push({
      kind: 'thread-wait',
      task: workTask,
      up: wayDown(flow, work, id),
      certain: true,
      inLoop: false,
      ...(work === fromWork && !inModule ? { aside: true } : {}),
    });
  }
  const ofCalls = state !== 'idle' || freezable;
  if (ofCalls && reaches(fromSystemCalls, id)) {
    const task = roles.callNames.of(id);
    const up = roles.callWays.to(id, down);
    places.push({ kind: 'syscall-wait', task, up, certain: true, inLoop: false });
  } else if (ofCalls && reaches(roles.fromSignals, id)) {
    const up = wayDown(flow, roles.fromSignals, id);
    places.push({
      kind: 'user-exit',
      task: 'a task that a signal ends',
      up,
      certain: true,
      inLoop: false,
    });
  }
  if (places.length > 0 || isMain) return places;
  const certain = ofCalls && reaches(roles.fromCallsAtLarge, id);
  const isItsOwn =
    certain && far <= mostAtLarge && !isOfDevice(roles, id) && isByCalls(roles, down, site);
  const isNear = far <= (ofCalls ? mostUnrooted : 0) || isItsOwn;
  if (!isNear) return places;
  if (ofCalls && (certain || reaches(roles.aside, id))) {
    const [names, ways] = certain
      ? [roles.callNames, roles.callWays]
      : [roles.asideNames, roles.asideWays];
    const task = names.of(id);
    return [{ kind: 'syscall-wait', task, up: ways.to(id, down), certain, inLoop: false }];
  }
  return [
    ofCalls
      ? {
          kind: 'syscall-wait',
          task: 'a task that calls it',
          up: [],
          certain: false,
          inLoop: false,
        }
      : {
          kind: 'thread-wait',
          task: 'a kernel thread that calls it',
          up: [],
          certain: false,
          inLoop: false,
        },
  ];
}

function isOfDevice({ flow }: Roles, id: FunctionId): boolean {
  return device.test(fileOf(flow, id));
}

/** Whether plain calls lead down to a wait; how it goes on from there is its own affair (`action(timeout)`). */
function isByCalls({ flow }: Roles, down: Way, { edge: wait }: WaitSite): boolean {
  return down.slice(0, down.indexOf(wait)).every((edge) => flow.how[edge] === CALL);
}

function onlySignalsCall(roles: Roles, id: FunctionId): boolean {
  const { flow, anchors } = roles;
  const callers = [...edgesTo(flow, id)].map((edge) => nameOf(flow, fromOf(flow, edge)));
  return callers.length > 0 && callers.every((name) => name === anchors.signals);
}
