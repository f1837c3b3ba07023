import type { Step, Task, WakeUp } from '../../server/src/machine/model.ts';
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

/**
 * Whether a stack check finds a function of the patch in a stack. Where an earlier livepatch has the
 * function, or this patch is going out, it looks for a body that only those are in who entered it since,
 * and that a thunk which jumps leaves no frame of.
 */
function finds(scenario: Scenario, sinceBoot: boolean): (stack: readonly string[]) => boolean {
  const { functions, earlier = [], direction, jumpThunks } = scenario;
  const reverted = direction === 'replace' ? earlier.flat() : [];
  const looked = new Set([...functions, ...reverted]);
  const redirected = (name: string): boolean =>
    direction === 'disable' || earlier.some((names) => names.includes(name));
  return (stack) =>
    stack.some(
      (name) => looked.has(name) && (!redirected(name) || (!sinceBoot && jumpThunks !== true)),
    );
}

/** Whether a patched function is in it at all: a wake-up then leaves it. */
function patched(
  { functions, earlier = [], direction }: Scenario,
  stack: readonly string[],
): boolean {
  const reverted = direction === 'replace' ? earlier.flat() : [];
  return stack.some((name) => functions.includes(name) || reverted.includes(name));
}

/** The end of the transition takes handlers away: functions then have no livepatch any more. */
function takesHandlersAway({ functions, earlier = [], direction }: Scenario): boolean {
  const before = earlier.flat();
  if (direction === 'disable') return functions.some((name) => !before.includes(name));
  return direction === 'replace' && before.some((name) => !functions.includes(name));
}

function placeNumbers(step: Step, task: Task, scenario: Scenario): readonly number[] {
  const hits = finds(scenario, task.sinceBoot === true);
  switch (step.do) {
    case 'sleep': {
      const hit = hits(step.stack);
      const leaves = patched(scenario, step.stack) && !patched(scenario, step.home);
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

function taskNumbers(task: Task, scenario: Scenario): readonly number[] {
  const { machine } = scenario;
  const pinned = task.affinity.length === 1 || machine.cpus === 1;
  return [
    kinds[task.kind],
    ranks[task.policy],
    flag(task.policy !== 'fifo'),
    flag(pinned),
    task.affinity[0] ?? 0,
    flag(task.unreliable === true),
    task.program.length,
    ...task.program.flatMap((step) => placeNumbers(step, task, scenario)),
  ];
}

/**
 * Another CPU that does not idle makes the retry of one that does (6.9 and later, no CPU without a tick);
 * only where every loop is pinned, there from the first, and endless.
 */
function retryMoves({ profile, machine }: Scenario): boolean {
  if (!profile.retryLeavesIdleCpus || (machine.tickless ?? []).length > 0) return false;
  return machine.tasks.every(({ affinity, program }) => {
    const [step] = program;
    const isLoop = program.some(({ do: what }) => what.startsWith('run-'));
    const ends = step !== undefined && 'until' in step && (step.until?.kind ?? 'never') !== 'never';
    const pinned = affinity.length === 1 || machine.cpus === 1;
    return !isLoop || (program.length === 1 && pinned && !ends);
  });
}

/** A scenario as the numbers that `transition.pml` reads. */
export function encode(scenario: Scenario, asked: number): string {
  const { profile, machine, retryCpu } = scenario;
  if (machine.cpus > 3 || machine.tasks.length > 3) throw new Error('at most 3 CPUs and 3 tasks');
  const cpus = [0, 1, 2];
  const tickless = cpus.map((cpu) => flag(machine.tickless?.includes(cpu) === true));
  const { outer } = machine.idle;
  const switchesAt = outer.indexOf(profile.idleSwitchesIn);
  const loop = switchesAt < 0 ? outer : outer.slice(0, switchesAt + 1);
  const below = outer.slice(loop.length);
  const idleHits = cpus.map((cpu) => {
    const sinceBoot = machine.reonlined?.includes(cpu) !== true;
    return flag(finds(scenario, false)(loop) || finds(scenario, sinceBoot)(below));
  });
  return [
    asked,
    ...kernelNumbers(profile),
    machine.cpus,
    machine.tasks.length,
    flag(machine.background),
    flag(machine.realtimeUnlimited === true),
    typeof retryCpu === 'number' ? retryCpu : 0,
    flag(takesHandlersAway(scenario)),
    flag(retryMoves(scenario)),
    ...idleHits,
    ...tickless,
    ...machine.tasks.flatMap((task) => taskNumbers(task, scenario)),
  ].join(' ');
}
