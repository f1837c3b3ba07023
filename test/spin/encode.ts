import type { Machine, Step, Task, WakeUp } from '../../server/src/machine/model.ts';
import { compile } from '../../server/src/transition/engine/program.ts';
import { startOf } from '../../server/src/transition/engine/start.ts';
import type { KernelProfile, Scenario } from '../../server/src/transition/model.ts';

/** What the Promela model is asked: whether a fair run stays open for ever, or whether one completes. */
export const question = { staysOpen: 0, completes: 1 } as const;

const ranks = { deadline: 0, fifo: 1, rr: 1, other: 2, batch: 2, idle: 2 } as const;
const kinds = { user: 0, kthread: 1, 'io-worker': 2 } as const;
const ends = { never: 0, event: 1, after: 2, exit: 0 } as const;
const loops = { 'run-user': 1, 'run-kernel': 2, 'run-guest': 3 } as const;

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function kernelNumbers(profile: KernelProfile): readonly number[] {
  return [
    flag(profile.signalFirstTry !== undefined),
    flag(profile.kicksIdleCpus),
    flag(profile.condReschedHook),
    flag(profile.freezableScheduleHook),
    flag(profile.realtimeRelief === 'throttling'),
    flag(profile.preemption !== 'voluntary'),
    flag(profile.unpatchWaitsForRcuTasks),
    flag(profile.reliableStacks),
    flag(profile.consistency === 'safe-points'),
    flag(profile.forcedIdlePick),
    flag(profile.guestLeavesOnSignal),
  ];
}

function end(until: WakeUp | undefined): number {
  return ends[until?.kind ?? 'never'];
}

function placeNumbers(step: Step, functions: readonly string[]): readonly number[] {
  const hits = (stack: readonly string[]): boolean =>
    stack.some((name) => functions.includes(name));
  switch (step.do) {
    case 'sleep': {
      const hit = hits(step.stack);
      const leaves = hit && !hits(step.home);
      const interruptible = step.state === 'interruptible';
      return [
        0,
        flag(hit),
        flag(leaves),
        flag(interruptible),
        flag(step.freezable),
        end(step.wake),
        0,
      ];
    }
    case 'run-user':
      return [loops[step.do], flag(hits(step.preempted ?? [])), 0, 0, 0, end(step.until), 1];
    case 'run-kernel':
      return [loops[step.do], flag(hits(step.stack)), 0, 0, 0, end(step.until), flag(step.yields)];
    case 'run-guest':
      return [loops[step.do], flag(hits(step.stack)), 0, 0, 0, 0, 1];
    default:
      throw new Error(`the Promela model knows no ${step.do}`);
  }
}

function taskNumbers(
  task: Task,
  start: number,
  machine: Machine,
  functions: readonly string[],
): readonly number[] {
  const pinned = task.affinity.length === 1 || machine.cpus === 1;
  return [
    kinds[task.kind],
    ranks[task.policy],
    flag(task.policy !== 'fifo'),
    flag(pinned),
    start,
    flag(task.unreliable === true),
    task.program.length,
    ...task.program.flatMap((step) => placeNumbers(step, functions)),
  ];
}

/**
 * A scenario as the numbers that `transition.pml` reads. On which CPU a task begins that may use several
 * is part of the question, and so the same for both.
 */
export function encode(scenario: Scenario, asked: number): string {
  const { profile, machine, functions, direction, retryCpu } = scenario;
  const start = startOf(compile(scenario));
  if (machine.cpus > 3 || machine.tasks.length > 3) throw new Error('at most 3 CPUs and 3 tasks');
  const tickless = [0, 1, 2].map((cpu) => flag(machine.tickless?.includes(cpu) === true));
  return [
    asked,
    ...kernelNumbers(profile),
    machine.cpus,
    machine.tasks.length,
    flag(machine.background),
    flag(machine.realtimeUnlimited === true),
    flag(machine.idle.outer.some((name) => functions.includes(name))),
    typeof retryCpu === 'number' ? retryCpu : 0,
    flag(direction === 'disable'),
    ...tickless,
    ...machine.tasks.flatMap((task, index) =>
      taskNumbers(task, start.cpu(index), machine, functions),
    ),
  ].join(' ');
}
