import type { Policy, SleepState, Step, Task, WakeUp } from '../../server/src/machine/model.ts';
import type { KernelProfile, Scenario } from '../../server/src/transition/model.ts';
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
  return dice.chance(50) ? [PATCHED, 'outer'] : ['other', 'outer'];
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
  const preempted = dice.chance(20) ? [PATCHED] : [];
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
  };
}

/** The scenario of that number: at most three CPUs and three tasks, of everything some. */
export function scenarioOf(number: number): Scenario {
  const dice = new Dice(number * 2_654_435_761 + 88_172_645);
  for (let warm = 0; warm < 8; warm += 1) dice.below(2);
  const cpus = 1 + dice.below(3);
  const tasks = Array.from({ length: dice.below(cpus === 3 ? 3 : 4) }, (_, index) =>
    task(dice, index, cpus),
  );
  const hit = dice.chance(45);
  return {
    title: `generated ${number}`,
    profile: dice.one(profiles),
    machine: {
      cpus,
      idle: { outer: hit ? [PATCHED, 'do_idle'] : ['do_idle'], inner: [] },
      background: dice.chance(40),
      realtimeUnlimited: dice.chance(25),
      tickless: dice.chance(15) ? [dice.below(cpus)] : [],
      tasks,
    },
    functions: [PATCHED],
    direction: dice.chance(25) ? 'disable' : 'load',
    retryCpu: dice.below(cpus),
  };
}
