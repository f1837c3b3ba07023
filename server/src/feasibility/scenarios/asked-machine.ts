import type { Machine, SleepState, Task } from '../../machine/model.ts';
import { SHORT_FORMS, shortForm, usualSpelling } from '../../machine/short-form.ts';
import { sleeper } from '../../machine/workloads.ts';
import type { Residency, WaitState } from '../../stacks/model.ts';
import { type AskedCalls, askedCalls, inCalls } from './asked-calls.ts';
import { idleStacksOf } from './idle-machine.ts';
import type { ScenarioTemplate } from './model.ts';
import { threadsOnEveryMachine } from './sleeping-thread.ts';
import { sleepersIn } from './sleeping-user.ts';
import { stoppedIn } from './stopped-user.ts';

/**
 * Up to so many CPUs a machine's own timers and kworkers reach every one of them within seconds.
 * Measured on Linux 5.10, which does not kick idle CPUs: with 2 CPUs an ordinary patch completes in
 * 2 s, with 8 it is open after 40 s.
 */
const REACHED_BY_BACKGROUND_WORK = 2;

/** The forms of tasks that stop on their way to user mode. */
const STOPS: ReadonlySet<string> = new Set(['stopped', 'sigstop', 'traced']);

/** The states of such tasks. */
const HELD: ReadonlySet<WaitState | undefined> = new Set<WaitState>(['stopped', 'traced']);

/** The forms of the option `--workload`, for its help and for messages. */
export const WORKLOAD_FORMS = `${SHORT_FORMS}, sleeper:SYSCALL, sleepers`;

/** The system call that a form names; `undefined` for the forms that name none. */
export function sleeperCall(workload: string): string | undefined {
  const asked = askedCalls(usualSpelling(workload));
  if (asked === undefined || asked.calls === 'every') return undefined;
  return asked.calls[0];
}

function asleepIn(residency: readonly Residency[], asked: AskedCalls): readonly Task[] {
  const there = sleepersIn(inCalls(residency, asked));
  if (there.length > 0) return there;
  // Asleep in a call that the function has no part in.
  const elsewhere = { stack: [], state: 'interruptible', wake: { kind: 'event' } } as const;
  return [sleeper('a user task', 'user', elsewhere)];
}

/** The state of the task's only sleep: stopped or traced. */
function sleepsAs({ program }: Task): SleepState | undefined {
  const [step] = program;
  return step?.do === 'sleep' ? step.state : undefined;
}

function tasksOf(
  workload: string,
  cpus: number,
): (residency: readonly Residency[]) => readonly Task[] {
  const usual = usualSpelling(workload);
  const asked = askedCalls(usual);
  if (asked !== undefined) return (residency) => asleepIn(residency, asked);
  const tasks = shortForm(workload, cpus);
  if (typeof tasks === 'string') throw new RangeError(tasks.replace(SHORT_FORMS, WORKLOAD_FORMS));
  if (!STOPS.has(usual)) return () => tasks;
  // Where the function's own residency tells of such a stop, that task stands there.
  return (residency) => {
    const there = stoppedIn(residency.filter((one) => HELD.has(one.wait?.state)));
    return tasks.flatMap((task) => {
      const alike = there.filter((other) => sleepsAs(other) === sleepsAs(task));
      return alike.length === 0 ? [task] : alike;
    });
  };
}

/**
 * The machine that a workload's form asks for (`idle`, `hog@1`, `fifo@all`, `stopped`,
 * `sleeper:nanosleep`; `hog1` and other spellings of recordings too), with `cpus` CPUs. The kernel
 * threads that are always asleep in the function are on every machine. Throws a `RangeError` with a
 * message for the user when the form is none.
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
      tasks: [...threadsOnEveryMachine(residency), ...tasks(residency)],
    }),
  };
}
