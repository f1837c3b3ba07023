import type { Policy, SleepState, Step, Task, WakeUp } from '../../server/src/machine/model.ts';
import type { Direction, KernelProfile, Scenario } from '../../server/src/transition/model.ts';
import { kernelProfiles, kgraftProfile, profileFor } from '../../server/src/transition/profiles.ts';

/** Numbers that are the same in every run (xorshift). */
class Dice {
  constructor(private state: number) {}

  below(count: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % count;
  }

  one<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const PATCHED = 'patched_function';

/** A function of earlier livepatches, and sometimes of this one. */
const SECOND = 'second_function';

const profiles: readonly [KernelProfile, ...KernelProfile[]] = [
  profileFor('6.1'),
  ...kernelProfiles,
  kgraftProfile(false),
  kgraftProfile(true),
  profileFor('6.12', { preemption: 'full' }),
  profileFor('6.1', { architecture: 'riscv64' }),
];

function wake(dice: Dice): WakeUp {
  const kind = dice.one(['never', 'event', 'after'] as const);
  return kind === 'after' ? { kind, seconds: 1 } : { kind };
}

function stack(dice: Dice): readonly string[] {
  const innermost = dice.chance(50) ? PATCHED : dice.chance(30) ? SECOND : 'other';
  return [innermost, 'outer'];
}

function sleep(dice: Dice): Step {
  const where = stack(dice);
  const states: readonly [SleepState, ...SleepState[]] = [
    'interruptible',
    'interruptible',
    'killable',
    'uninterruptible',
    'idle',
  ];
  return {
    do: 'sleep',
    stack: where,
    state: dice.one(states),
    freezable: dice.chance(30),
    wake: wake(dice),
    home: dice.chance(60) ? where : [],
  };
}

function program(dice: Dice, kind: Task['kind']): readonly Step[] {
  const until = dice.chance(70) ? {} : { until: wake(dice) };
  if (dice.chance(55)) return dice.chance(60) ? [sleep(dice)] : [sleep(dice), sleep(dice)];
  if (kind !== 'user')
    return [
      { do: 'run-kernel', stack: stack(dice), yields: dice.chance(70), ...until },
      ...(dice.chance(30) ? [sleep(dice)] : []),
    ];
  if (dice.chance(15)) return [{ do: 'run-guest', stack: stack(dice) }];
  const preempted = dice.chance(20) ? [dice.chance(70) ? PATCHED : SECOND] : [];
  return [{ do: 'run-user', preempted, ...until }, ...(dice.chance(30) ? [sleep(dice)] : [])];
}

function task(dice: Dice, index: number, cpus: number): Task {
  const kind = dice.one(['user', 'user', 'kthread', 'io-worker'] as const);
  const policies: readonly [Policy, ...Policy[]] = [
    'other',
    'other',
    'other',
    'other',
    'idle',
    'fifo',
    'rr',
    'deadline',
  ];
  return {
    name: `task${index}`,
    kind,
    policy: dice.one(policies),
    affinity: dice.chance(65) ? [dice.below(cpus)] : [],
    program: program(dice, kind),
    unreliable: dice.chance(5),
    sinceBoot: dice.chance(12),
  };
}

/** The idle tasks' stacks: patched above or below the place where they switch themselves, or nowhere. */
function idleOuter(dice: Dice): readonly string[] {
  if (!dice.chance(45)) return ['do_idle', 'cpu_startup_entry'];
  const name = dice.chance(80) ? PATCHED : SECOND;
  return dice.chance(75) ? [name, 'do_idle'] : ['do_idle', name];
}

function earlier(dice: Dice): readonly (readonly string[])[] {
  if (!dice.chance(35)) return [];
  const sets: readonly [readonly string[], ...(readonly string[])[]] = [
    [PATCHED],
    [SECOND],
    [PATCHED, SECOND],
    ['elsewhere'],
  ];
  return dice.chance(70) ? [dice.one(sets)] : [dice.one(sets), dice.one(sets)];
}

/** The scenario of that number: at most three CPUs and three tasks, of everything some. */
export function scenarioOf(number: number): Scenario {
  const dice = new Dice(number * 2_654_435_761 + 88_172_645);
  for (let warm = 0; warm < 8; warm += 1) dice.below(2);
  const cpus = 1 + dice.below(3);
  const tasks = Array.from({ length: dice.below(cpus === 3 ? 3 : 4) }, (_, index) =>
    task(dice, index, cpus),
  );
  const outer = idleOuter(dice);
  const profile = dice.one(profiles);
  const directions: readonly [Direction, ...Direction[]] = profile.atomicReplace
    ? ['load', 'load', 'disable', 'replace']
    : ['load', 'load', 'disable'];
  return {
    title: `generated ${number}`,
    profile,
    machine: {
      cpus,
      idle: { outer, inner: [] },
      background: dice.chance(40),
      realtimeUnlimited: dice.chance(25),
      tickless: dice.chance(15) ? [dice.below(cpus)] : [],
      reonlined: dice.chance(15) ? [dice.below(cpus)] : [],
      tasks,
    },
    functions: dice.chance(80) ? [PATCHED] : [PATCHED, SECOND],
    direction: dice.one(directions),
    earlier: earlier(dice),
    jumpThunks: dice.chance(10),
    retryCpu: dice.below(cpus),
  };
}
