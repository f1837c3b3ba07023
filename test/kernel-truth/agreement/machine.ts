import type { CaseRow, GuestBoot } from '../../../server/src/lab/record.ts';
import type { IdleStacks, Machine, Sleep, Task } from '../../../server/src/machine/model.ts';
import { cpuHog, fifoHog, usualIdleStacks } from '../../../server/src/machine/workloads.ts';
import type { FunctionKnowledge, Residency } from '../../../server/src/stacks/model.ts';
import { labThreads } from './threads.ts';

/** A task as the guest saw it before the load. */
type SeenTask = CaseRow['actors'][number];

/** `/proc/PID/stack` leaves out functions of `.sched.text` (`in_sched_functions()`). */
const HIDDEN = /^(schedule|io_schedule|preempt_schedule|wait_for_completion|do_nanosleep|__sched)/;

const sleepingKinds = new Set<Residency['kind']>([
  'scheduler',
  'thread-main',
  'thread-wait',
  'syscall-wait',
  'user-exit',
]);

function namesOf(residency: Residency): readonly string[] {
  return residency.path.map((step) => step.function);
}

/** Whether the callers of `name` on the residency's path are on the seen stack, and it too if it can be. */
function isSeen(residency: Residency, name: string, seen: SeenTask): boolean {
  const path = namesOf(residency);
  const upTo = path.slice(0, path.indexOf(name) + 1);
  const visible = upTo.filter((one) => !HIDDEN.test(one));
  if (visible.length === 0) return residency.kind === 'scheduler';
  if (!HIDDEN.test(name)) return seen.stack.includes(name);
  const caller = visible.at(-1);
  return residency.kind === 'scheduler' || (caller !== undefined && seen.stack[0] === caller);
}

/** How many of the path's functions are on the seen stack. */
function likeness(residency: Residency, seen: SeenTask): number {
  return namesOf(residency).filter((one) => seen.stack.includes(one)).length;
}

const STATES: Readonly<Record<string, Sleep['state']>> = { T: 'stopped', t: 'traced' };

/** In the workloads of frozen tasks: how whoever is held on its way to user mode, or in a freezable wait, is so. */
function frozenState(workload: string, residency: Residency): Sleep['state'] | undefined {
  const onExit = residency.kind === 'user-exit';
  if (workload === 'frozen' && onExit) return 'trapped';
  return workload === 'frozen-v1' && (onExit || residency.wait?.freezable === true)
    ? 'frozen'
    : undefined;
}

/** The seen task asleep where the residency puts it; the kind of the wait is the tool's own answer. */
function asleep(residency: Residency, seen: SeenTask, isUser: boolean, workload: string): Task {
  const stack = [...namesOf(residency)].reverse();
  const wait = residency.wait;
  const lasting = residency.kind === 'thread-main' || residency.kind === 'scheduler';
  return {
    name: seen.task,
    kind: isUser ? 'user' : 'kthread',
    policy: 'other',
    affinity: [],
    program: [
      {
        do: 'sleep',
        stack,
        state:
          STATES[seen.state] ??
          (isUser ? frozenState(workload, residency) : undefined) ??
          (wait?.state === 'stopped'
            ? 'stopped'
            : (wait?.state ?? (isUser ? 'interruptible' : 'idle'))),
        freezable: residency.kind !== 'user-exit' && wait?.freezable === true,
        ...(wait?.deaf === true ? { deaf: true } : {}),
        wake: isUser || wait?.bound === 'forever' ? { kind: 'never' } : { kind: 'event' },
        home: lasting ? stack : [],
      },
    ],
  };
}

/**
 * Where the tool lets the innermost function that a stack shows go on to `name`, which stacks do not
 * show. A function that many waits go through has one of them for its own example.
 */
function goingOn(
  name: string,
  { stack: [innermost] }: SeenTask,
  knowledge: FunctionKnowledge,
): readonly Residency[] {
  if (!HIDDEN.test(name) || innermost === undefined) return [];
  const residency = knowledge.lookup(innermost)?.residency ?? [];
  return residency.filter((one) => namesOf(one).includes(name));
}

/** The tasks of `seen` that the tool's residencies put to sleep in `name`. */
function sleepersIn(
  name: string,
  residency: readonly Residency[],
  seen: readonly SeenTask[],
  isUser: boolean,
  knowledge: FunctionKnowledge,
  workload: string,
): readonly Task[] {
  const asked = residency.filter((one) => sleepingKinds.has(one.kind));
  const found = seen.flatMap((task): Task[] => {
    const further = isUser ? goingOn(name, task, knowledge) : [];
    const [best] = [...asked, ...further.filter((one) => sleepingKinds.has(one.kind))]
      .filter((one) => isSeen(one, name, task))
      .sort((a, b) => likeness(b, task) - likeness(a, task));
    return best === undefined ? [] : [asleep(best, task, isUser, workload)];
  });
  if (found.length > 0 || isUser || !HIDDEN.test(name)) return found;
  // Stacks do not show such a function, so they cannot rule out a thread that the tool supposes in it.
  const supposed = asked.filter((one) => one.kind === 'thread-wait');
  const unseen = { task: 'a thread', pid: 0, state: 'S', stack: [] };
  return supposed.slice(0, 1).map((one) => asleep(one, unseen, false, workload));
}

function idleStacks(residency: readonly Residency[]): IdleStacks {
  const of = (kind: Residency['kind']): readonly string[] => {
    const [one] = residency.filter((each) => each.kind === kind);
    return one === undefined ? [] : [...namesOf(one)].reverse();
  };
  const outer = of('idle-outer');
  const inner = of('idle-inner');
  return {
    outer: outer.length > 0 ? outer : usualIdleStacks.outer,
    inner: inner.length > 0 ? inner : usualIdleStacks.inner,
  };
}

/** The worker of `sleep:io-uring-worker`: a thread of its process, which `/proc` lists at its top nowhere. */
function ioWorkers(row: CaseRow, residency: readonly Residency[]): readonly Task[] {
  if (row.workload !== 'sleep:io-uring-worker') return [];
  const [main] = residency.filter((one) => one.kind === 'thread-main');
  const unseen = { task: 'iou-wrk', pid: 0, state: 'S', stack: [] };
  return main === undefined
    ? []
    : [{ ...asleep(main, unseen, false, row.workload), kind: 'io-worker' }];
}

/** Hogs and looping threads of a workload of the guest's. */
function runners(workload: string, cpus: number): readonly Task[] {
  switch (workload) {
    case 'hog1':
      return [cpuHog(1)];
    case 'hogall':
      return Array.from({ length: cpus }, (_, cpu) => cpuHog(cpu));
    case 'fifo1':
    case 'fifo1-unlimited':
      return [fifoHog(1)];
    default: {
      const thread = labThreads[workload];
      return thread === undefined ? [] : [thread];
    }
  }
}

/** The CPUs that lose their tick, as the kernel lists them: `1`, `1,3-5`. */
function ticklessCpus({ tickless = '' }: GuestBoot): readonly number[] {
  return [...tickless.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at),
  );
}

/**
 * The guest as a machine for the simulator: its CPUs, the workload's hogs, and of the tasks seen before
 * the load those that the tool's own residencies place in `name`. Threads are not repeated for each of
 * their like beyond a few, which changes no outcome.
 */
export function machineOf(
  row: CaseRow,
  boot: GuestBoot,
  residency: readonly Residency[],
  knowledge: FunctionKnowledge,
): Machine {
  const { function: name } = row;
  const threads = boot.tasks.filter((task) => task.pid !== 1);
  const tasks = [
    ...runners(row.workload, boot.cpus),
    ...ioWorkers(row, residency),
    ...sleepersIn(name, residency, threads, false, knowledge, row.workload).slice(0, 3),
    ...sleepersIn(name, residency, row.actors, true, knowledge, row.workload).slice(0, 3),
  ];
  const unique = tasks.map((task, at) => ({ ...task, name: `${task.name}#${at}` }));
  return {
    cpus: boot.cpus,
    idle: idleStacks(residency),
    background: true,
    tickless: ticklessCpus(boot),
    realtimeUnlimited: row.workload === 'fifo1-unlimited',
    tasks: unique,
  };
}
