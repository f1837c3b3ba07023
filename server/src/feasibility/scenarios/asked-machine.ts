import type { Machine, Task } from '../../machine/model.ts';
import { shortForm } from '../../machine/short-form.ts';
import { sleeper } from '../../machine/workloads.ts';
import type { Residency } from '../../stacks/model.ts';
import { idleStacksOf } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { threadsIn } from './sleeping-thread.ts';
import { sleepersIn } from './sleeping-user.ts';
import { ofKinds } from './stack-of.ts';
import { stoppedIn } from './stopped-user.ts';

/**
 * Up to so many CPUs a machine's own timers and kworkers reach every one of them within seconds.
 * Measured on Linux 5.10, which does not kick idle CPUs: with 2 CPUs an ordinary patch completes in
 * 2 s, with 8 it is open after 40 s.
 */
const REACHED_BY_BACKGROUND_WORK = 2;

/** `sleeper:nanosleep` */
const SLEEPER = /^sleeper:(\w+)$/;

/** The forms of tasks that stop on their way to user mode. */
const STOPS: ReadonlySet<string> = new Set(['stopped', 'traced']);

/** The system call of a `sleeper:` form; `undefined` for the other forms. */
export function sleeperCall(workload: string): string | undefined {
  return SLEEPER.exec(workload)?.[1];
}

/** The residencies in one system call. */
function inCall(residency: readonly Residency[], call: string): readonly Residency[] {
  return ofKinds(residency, 'syscall-wait').filter(
    (one) =>
      one.task.split(/[ ,]+/).includes(`${call}(2)`) ||
      one.path[0]?.function.endsWith(`_sys_${call}`) === true,
  );
}

function asleepIn(residency: readonly Residency[], call: string): readonly Task[] {
  const there = sleepersIn(inCall(residency, call));
  if (there.length > 0) return there;
  // Asleep in a call that the function has no part in.
  const elsewhere = { stack: [], state: 'interruptible', wake: { kind: 'event' } } as const;
  return [sleeper('a user task', 'user', elsewhere)];
}

function tasksOf(
  workload: string,
  cpus: number,
): (residency: readonly Residency[]) => readonly Task[] {
  const call = sleeperCall(workload);
  if (call !== undefined) return (residency) => asleepIn(residency, call);
  const tasks = shortForm(workload, cpus);
  if (typeof tasks === 'string') {
    const further = tasks.includes('is no workload') ? ', sleeper:SYSCALL' : '';
    throw new RangeError(tasks + further);
  }
  if (!STOPS.has(workload)) return () => tasks;
  // Where the function's own residency tells of a stop, a stopped task stands there.
  return (residency) => {
    const there = stoppedIn(residency.filter((one) => one.wait?.state === 'stopped'));
    return there.length === 0 ? tasks : there;
  };
}

/**
 * The machine that a workload's short form asks for (`idle`, `hog@1`, `fifo@all`, `stopped`,
 * `sleeper:nanosleep`), with `cpus` CPUs. The kernel threads that sleep in the function are on every
 * machine. Throws a `RangeError` with a message for the user when the form is none.
 */
export function askedMachine(workload: string, cpus: number): ScenarioTemplate {
  const tasks = tasksOf(workload, cpus);
  return {
    id: workload,
    title: `the workload ${workload}`,
    build: (residency): Machine => ({
      cpus,
      idle: idleStacksOf(residency),
      background: cpus <= REACHED_BY_BACKGROUND_WORK,
      tasks: [...threadsIn(residency), ...tasks(residency)],
    }),
  };
}
