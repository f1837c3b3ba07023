import type { Policy, SleepState, Step, Task, WakeUp } from '../../machine/model.ts';
import { stoppedStack } from '../../machine/workloads.ts';
import type { KernelProfile, Scenario } from '../model.ts';

/** A step as the engine sees it: stacks are reduced to the patched function found on them. */
export interface Place {
  readonly kind: 'sleep' | 'user' | 'kernel' | 'guest' | 'fork' | 'exit';
  /** The patched function on the stack that is found here off the CPU. */
  readonly hit: string | undefined;
  /** The same once a signal has made the system call restart. */
  readonly restartedHit: string | undefined;
  readonly state: SleepState | undefined;
  readonly freezable: boolean;
  /** What ends it. */
  readonly until: WakeUp;
  /** A loop in the kernel that calls `cond_resched()`. */
  readonly yields: boolean;
  /** The task that a fork starts. */
  readonly child: number;
}

/** A task with its program compiled; `rank` orders scheduling classes, 0 runs first. */
export interface Actor {
  readonly index: number;
  readonly name: string;
  readonly kind: Task['kind'];
  readonly rank: 0 | 1 | 2;
  /** Shares the CPU with tasks of its own rank. */
  readonly shares: boolean;
  readonly cpus: readonly number[];
  readonly places: readonly Place[];
  readonly unreliable: boolean;
  /** Exists from the start; false for a task that another one forks. */
  readonly born: boolean;
}

/** A scenario made ready to run. */
export interface Model {
  readonly scenario: Scenario;
  readonly profile: KernelProfile;
  readonly cpus: number;
  /** What each CPU is called: its number on the machine that the model is a part of. */
  readonly cpuNumbers: readonly number[];
  readonly actors: readonly Actor[];
  /** The patched function on an idle task's stack while another task has its CPU. */
  readonly idleHit: string | undefined;
  /** A patched function below the place where the idle task switches itself. */
  readonly idleBelow: string | undefined;
  /** The patched function on a stopped task's stack. */
  readonly stoppedHit: string | undefined;
  readonly tickless: readonly boolean[];
  readonly unlimited: boolean;
}

const NEVER: WakeUp = { kind: 'never' };

const ranks: Readonly<Record<Policy, 0 | 1 | 2>> = {
  deadline: 0,
  fifo: 1,
  rr: 1,
  other: 2,
  batch: 2,
  idle: 2,
};

const plain: Place = {
  kind: 'sleep',
  hit: undefined,
  restartedHit: undefined,
  state: 'uninterruptible',
  freezable: false,
  until: NEVER,
  yields: false,
  child: -1,
};

/** Where a kernel thread is between two pieces of work: asleep with its own loop alone. */
const betweenWork: Place = { ...plain, state: 'idle', until: { kind: 'event' } };

class Compiler {
  private readonly functions: ReadonlySet<string>;
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(private readonly scenario: Scenario) {
    this.functions = new Set(scenario.functions);
    this.indexes = new Map(scenario.machine.tasks.map((task, index) => [task.name, index]));
  }

  hit(stack: readonly string[]): string | undefined {
    return stack.find((name) => this.functions.has(name));
  }

  private sleepPlaces(step: Extract<Step, { do: 'sleep' }>, kind: Task['kind']): readonly Place[] {
    const hit = this.hit(step.stack);
    const place: Place = {
      ...plain,
      hit,
      restartedHit: this.hit(step.restarted ?? step.stack),
      state: step.state,
      freezable: step.freezable,
      until: step.wake,
    };
    const leaves = kind !== 'user' && hit !== undefined && this.hit(step.home) === undefined;
    return leaves && step.wake.kind !== 'never' ? [place, betweenWork] : [place];
  }

  places(step: Step, kind: Task['kind']): readonly Place[] {
    switch (step.do) {
      case 'sleep':
        return this.sleepPlaces(step, kind);
      case 'run-user': {
        const hit = this.hit(step.preempted ?? []);
        return [{ ...plain, kind: 'user', hit, until: step.until ?? NEVER, yields: true }];
      }
      case 'run-kernel': {
        const hit = this.hit(step.stack);
        return [{ ...plain, kind: 'kernel', hit, until: step.until ?? NEVER, yields: step.yields }];
      }
      case 'run-guest':
        return [{ ...plain, kind: 'guest', hit: this.hit(step.stack), yields: true }];
      case 'fork':
        return [{ ...plain, kind: 'fork', child: this.indexes.get(step.child) ?? -1 }];
      case 'exit':
        return [{ ...plain, kind: 'exit' }];
    }
  }

  actor(task: Task, index: number, forked: ReadonlySet<string>): Actor {
    const everywhere = Array.from({ length: this.scenario.machine.cpus }, (_, cpu) => cpu);
    const allowed = task.affinity.filter((cpu) => cpu >= 0 && cpu < everywhere.length);
    const places = task.program.flatMap((step) => this.places(step, task.kind));
    const rests = places.some((place) => place.kind !== 'fork');
    return {
      index,
      name: task.name,
      kind: task.kind,
      rank: ranks[task.policy],
      shares: task.policy !== 'fifo',
      cpus: allowed.length > 0 ? allowed : everywhere,
      places: rests ? places : [...places, plain],
      unreliable: task.unreliable === true,
      born: !forked.has(task.name),
    };
  }
}

function isFork(step: Step): step is Extract<Step, { do: 'fork' }> {
  return step.do === 'fork';
}

/** Makes a scenario ready to run. Affinities outside the machine are taken as "any CPU". */
export function compile(scenario: Scenario): Model {
  const { machine, profile } = scenario;
  const compiler = new Compiler(scenario);
  const forks = machine.tasks.flatMap((task) => task.program.filter(isFork));
  const forked = new Set(forks.map((step) => step.child));
  const switchesAt = machine.idle.outer.indexOf(profile.idleSwitchesIn);
  const below = switchesAt < 0 ? [] : machine.idle.outer.slice(switchesAt + 1);
  return {
    scenario,
    profile,
    cpus: machine.cpus,
    cpuNumbers: Array.from({ length: machine.cpus }, (_, cpu) => cpu),
    actors: machine.tasks.map((task, index) => compiler.actor(task, index, forked)),
    idleHit: compiler.hit(machine.idle.outer),
    idleBelow: compiler.hit(below),
    stoppedHit: compiler.hit(stoppedStack),
    tickless: Array.from(
      { length: machine.cpus },
      (_, cpu) => machine.tickless?.includes(cpu) ?? false,
    ),
    unlimited: machine.realtimeUnlimited === true,
  };
}

/** The name of a CPU's idle task. */
export function idleTask(model: Model, cpu: number): string {
  return `swapper/${model.cpuNumbers[cpu] ?? cpu}`;
}
