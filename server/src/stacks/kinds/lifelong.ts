import type { FunctionId, Root } from '../../kernel/model.ts';
import { isMarked, START_UP } from '../flow/definitions.ts';
import { CALL, type Edge, edgesFrom, toOf } from '../flow/flow.ts';
import { neverReturns } from '../flow/never-returns.ts';
import { reaches, wayDown, wayTo } from '../flow/reach.ts';
import type { Wait } from '../model.ts';
import { isEnteredAtBoot } from './entry.ts';
import { definitionStep, type Found, type Path, pathOf } from './path.ts';
import type { Roles } from './roles.ts';
import { threadName } from './task-names.ts';
import { nearestWait, wayOn } from './wait-way.ts';

const idleTask = 'swapper/N (the idle task of each CPU)';
const bootIdleTask = 'swapper/0 (the idle task of the boot CPU)';

/** The kinds that hold for a task's whole life or at every switch: idle, scheduler, thread mains, preemption. */
export function lifelongKinds(roles: Roles, id: FunctionId): readonly Found[] {
  return [
    ...idleKinds(roles, id),
    ...schedulerKinds(roles, id),
    ...threadKinds(roles, id),
    ...preemptedKinds(roles, id),
  ];
}

function idleKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, idle } = roles;
  const base = {
    business: 'main',
    task: idleTask,
    origin: '',
    wait: undefined,
    certainty: 'certain',
  } as const;
  if (idle.outer.has(id)) {
    const started = reaches(idle.fromRoot, id);
    const starting = started ? [] : wayTo(flow, idle.toLoop, id);
    const last = starting.at(-1);
    const from = last === undefined ? id : toOf(flow, last);
    const edges = [
      ...wayDown(flow, idle.fromRoot, id),
      ...starting,
      ...wayTo(flow, idle.toSwitch, from),
    ];
    const atBoot = isMarked(flow, id, START_UP) || isEnteredAtBoot(flow, id);
    const task = atBoot ? bootIdleTask : idleTask;
    return [
      {
        ...base,
        task,
        kind: 'idle-outer',
        note: started ? 'idle-switch' : 'idle-root',
        path: pathOf(flow, edges),
      },
    ];
  }
  if (!idle.inner.has(id)) return [];
  const path = pathOf(flow, wayDown(flow, idle.fromRoot, id));
  return [{ ...base, kind: 'idle-inner', note: 'idle-only', path }];
}

function schedulerKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, gates, switches, idle } = roles;
  const base = {
    kind: 'scheduler',
    business: 'main',
    task: 'every sleeping task',
    origin: '',
    wait: undefined,
  } as const;
  if (switches.has(id)) {
    const path = [definitionStep(id)];
    return [{ ...base, note: 'scheduler-gate', path, certainty: 'certain' }];
  }
  const between = gates.has(id) || (calledByOnly(roles, id, gates) && reaches(idle.toSwitch, id));
  if (!between || !reaches(idle.toSwitch, id)) return [];
  const path = pathOf(flow, wayTo(flow, idle.toSwitch, id));
  return [{ ...base, note: 'scheduler-gate', path, certainty: 'certain' }];
}

/** Whether `id` stands between the gates and the switch: a gate calls it, and it calls the switch. */
function calledByOnly(roles: Roles, id: FunctionId, gates: ReadonlySet<FunctionId>): boolean {
  const { flow, switches } = roles;
  const callsSwitch = [...edgesFrom(flow, id)].some(
    (edge) => flow.how[edge] === CALL && switches.has(toOf(flow, edge)),
  );
  if (!callsSwitch) return false;
  return [...gates].some((gate) =>
    [...edgesFrom(flow, gate)].some((edge) => flow.how[edge] === CALL && toOf(flow, edge) === id),
  );
}

function threadKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, threads } = roles;
  const base = { kind: 'thread-main', business: 'main', origin: '', wait: undefined } as const;
  if (threads.frames.has(id)) {
    return [
      {
        ...base,
        note: 'thread-frame',
        task: 'every kernel thread',
        path: [definitionStep(id)],
        certainty: 'certain',
      },
    ];
  }
  const root = threads.mains.get(id);
  if (root !== undefined) {
    const sure = threads.everywhere.has(id);
    return [
      {
        ...base,
        note: sure ? 'thread-function' : 'thread-of-module',
        task: threadName(flow.graph, root),
        wait: mainWait(roles, id),
        origin: `${root.file}:${root.line}`,
        path: [...frames(roles, root), ...downToSleep(roles, id)],
        certainty: sure ? 'certain' : 'likely',
      },
    ];
  }
  const caller = threads.bodies.get(id);
  if (caller === undefined) return [];
  const main = mainAbove(roles, caller);
  const [entry = -1] = callEdge(roles, caller, id);
  return [
    {
      ...base,
      note: flow.how[entry] === CALL ? 'thread-never-returns' : 'thread-handed',
      task: main === undefined ? 'a kernel thread' : threadName(flow.graph, main),
      wait: mainWait(roles, id),
      path: [...pathOf(flow, [entry]).slice(0, 1), ...downToSleep(roles, id)],
      certainty: flow.how[entry] === CALL ? 'certain' : 'likely',
    },
  ];
}

function mainAbove(roles: Roles, id: FunctionId): Root | undefined {
  const main = roles.threads.mains.get(id);
  if (main !== undefined) return main;
  const caller = roles.threads.bodies.get(id);
  return caller === undefined ? undefined : mainAbove(roles, caller);
}

function callEdge(roles: Roles, caller: FunctionId, callee: FunctionId): readonly Edge[] {
  for (const edge of edgesFrom(roles.flow, caller)) {
    if (toOf(roles.flow, edge) === callee) return [edge];
  }
  return [];
}

/** What runs below a thread's main function. */
function frames(roles: Roles, root: Root): Path {
  const { flow, threads, anchors } = roles;
  const starts = threads.forked.has(root.function) ? [] : flow.graph.definitions(anchors.kthread);
  const kthread = starts.find((it) => threads.frames.has(it.id));
  return kthread === undefined ? [] : [definitionStep(kthread.id)];
}

/** The lasting wait nearest to a main function, in which its thread spends its time. */
function mainWait(roles: Roles, id: FunctionId): Wait | undefined {
  const nearest = nearestWait(roles, bodyOf(roles, id) ?? id);
  return nearest === undefined ? undefined : roles.waitOf(nearest.site, nearest.way);
}

/** The function that a thread's main enters for good. */
function bodyOf(roles: Roles, id: FunctionId): FunctionId | undefined {
  for (const [body, caller] of roles.threads.bodies) if (caller === id) return body;
  return undefined;
}

/** From a function to `schedule()`, by its own lasting wait where it has one. */
function downToSleep(roles: Roles, id: FunctionId): Path {
  const { flow, toSleep } = roles;
  const body = bodyOf(roles, id);
  if (body !== undefined) {
    return [...pathOf(flow, callEdge(roles, id, body)).slice(0, 1), ...downToSleep(roles, body)];
  }
  const nearest = nearestWait(roles, id);
  const edges =
    nearest === undefined ? wayTo(flow, toSleep, id) : wayOn(roles, nearest.way, nearest.site);
  const path = pathOf(flow, edges);
  return path.length > 0 ? path : [definitionStep(id)];
}

function preemptedKinds(roles: Roles, id: FunctionId): readonly Found[] {
  const { flow, preemption, idle } = roles;
  const yields = roles.yields.has(id) && reaches(idle.toSwitch, id);
  if (!(preemption.has(id) || yields) || neverReturns(flow, id)) return [];
  return [
    {
      kind: 'preempted',
      business: 'main',
      note: 'preemption-gate',
      task: 'any runnable task that waits for its CPU',
      origin: '',
      wait: undefined,
      path: pathOf(flow, wayTo(flow, idle.toSwitch, id)),
      certainty: 'certain',
    },
  ];
}
