import type { Policy, SleepState, Step, Task, WakeUp } from '../../machine/model.ts';
import { stoppedStack } from '../../machine/workloads.ts';
import type { KernelProfile, Scenario } from '../model.ts';
import { Bodies } from './bodies.ts';
import { nothingFound, type Sight, sightOf } from './sight.ts';

/** A step as the engine sees it: stacks are reduced to what a stack check finds on them. */
export interface Place {
  readonly kind: 'sleep' | 'user' | 'kernel' | 'guest' | 'fork' | 'exit';
  /** What is found here off the CPU in the frames that are entered anew each time. */
  readonly sight: Sight;
  /** The same once a signal has made the system call restart. */
  readonly restarted: Sight;
  /** What is found in the frames that the task never leaves. */
  readonly home: Sight;
  readonly state: SleepState | undefined;
  readonly freezable: boolean;
  /** Whether a task that is here when the transition begins is frozen in the midst of this wait. */
  readonly frozen: boolean;
  /** A fake signal does not end it (from 5.13 on). */
  readonly deaf: boolean;
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
  readonly bodies: Bodies;
  /** What is found on an idle task's stack while another task has its CPU, in the frames of its loop. */
  readonly idleLoop: Sight;
  /** The same in the frames below the place where it switches itself, since boot and entered anew. */
  readonly idleBelow: Sight;
  readonly idleBelowAnew: Sight;
  /** What is found on a stopped task's stack. */
  readonly stopped: Sight;
  /** For each CPU: whether it has no tick beside a single task; whether it was onlined again. */
  readonly tickless: readonly boolean[];
  readonly reonlined: readonly boolean[];
  /** States tell frames of the old from those of the new bodies: needed where it may be reversed. */
  readonly tracksBodies: boolean;
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
  sight: nothingFound,
  restarted: nothingFound,
  home: nothingFound,
  state: 'uninterruptible',
  freezable: false,
  frozen: false,
  deaf: false,
  until: NEVER,
  yields: false,
  child: -1,
};

/** Where a kernel thread is between two pieces of work: asleep with its own loop alone. */
const betweenWork: Place = { ...plain, state: 'idle', until: { kind: 'event' } };

class Compiler {
  readonly bodies: Bodies;
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(private readonly scenario: Scenario) {
    this.bodies = new Bodies(scenario);
    this.indexes = new Map(scenario.machine.tasks.map((task, index) => [task.name, index]));
  }

  private see(stack: readonly string[], { sinceBoot }: Task): Sight {
    return sightOf(this.bodies, stack, sinceBoot === true ? 'boot' : 'before');
  }

  private sleepPlaces(step: Extract<Step, { do: 'sleep' }>, task: Task): readonly Place[] {
    const outside = (stack: readonly string[]): readonly string[] =>
      stack.filter((name) => !step.home.includes(name));
    const frozen = step.state === 'frozen' && step.freezable;
    const place: Place = {
      ...plain,
      sight: this.see(outside(step.stack), task),
      restarted: this.see(outside(step.restarted ?? step.stack), task),
      home: this.see(step.home, task),
      state: frozen ? 'interruptible' : step.state,
      freezable: step.freezable,
      frozen,
      deaf: step.deaf === true && this.scenario.profile.fakeSignalsNotify,
      until: step.wake,
    };
    const leaves = task.kind !== 'user' && place.sight.any && !place.home.any;
    return leaves && step.wake.kind !== 'never' ? [place, betweenWork] : [place];
  }

  private places(step: Step, task: Task): readonly Place[] {
    switch (step.do) {
      case 'sleep':
        return this.sleepPlaces(step, task);
      case 'run-user': {
        const sight = this.see(step.preempted ?? [], task);
        return [{ ...plain, kind: 'user', sight, until: step.until ?? NEVER, yields: true }];
      }
      case 'run-kernel': {
        const sight = this.see(step.stack, task);
        const { yields, until = NEVER } = step;
        return [{ ...plain, kind: 'kernel', sight, until, yields }];
      }
      case 'run-guest':
        return [{ ...plain, kind: 'guest', sight: this.see(step.stack, task), yields: true }];
      case 'fork':
        return [{ ...plain, kind: 'fork', child: this.indexes.get(step.child) ?? -1 }];
      case 'exit':
        return [{ ...plain, kind: 'exit' }];
    }
  }

  actor(task: Task, index: number, forked: ReadonlySet<string>): Actor {
    const everywhere = Array.from({ length: this.scenario.machine.cpus }, (_, cpu) => cpu);
    const allowed = task.affinity.filter((cpu) => cpu >= 0 && cpu < everywhere.length);
    const places = task.program.flatMap((step) => this.places(step, task));
    const rests = places.some((place) => place.kind !== 'fork');
    return {
      index,
      name: task.name,
      kind: task.kind,
      rank: ranks[task.policy],
      shares: task.policy !== 'fifo',
      cpus: allowed.length > 0 ? allowed : everywhere,
      places: rests ? places : [...places, plain],
      unreliable: task.unreliable === true || task.program.some(isTooDeep),
      born: !forked.has(task.name),
    };
  }
}

/** `MAX_STACK_ENTRIES` in kernel/livepatch/transition.c: a deeper stack is not walked to its end. */
const MOST_ENTRIES = 100;

function isTooDeep(step: Step): boolean {
  return 'stack' in step && step.stack.length > MOST_ENTRIES;
}

function isFork(step: Step): step is Extract<Step, { do: 'fork' }> {
  return step.do === 'fork';
}

/** Makes a scenario ready to run. Affinities outside the machine are taken as "any CPU". */
export function compile(scenario: Scenario): Model {
  const { machine, profile } = scenario;
  const compiler = new Compiler(scenario);
  const { bodies } = compiler;
  const forks = machine.tasks.flatMap((task) => task.program.filter(isFork));
  const forked = new Set(forks.map((step) => step.child));
  const { outer } = machine.idle;
  const switchesAt = outer.indexOf(profile.idleSwitchesIn);
  const below = switchesAt < 0 ? [] : outer.slice(switchesAt + 1);
  const loop = switchesAt < 0 ? outer : outer.slice(0, switchesAt + 1);
  const cpuNumbers = Array.from({ length: machine.cpus }, (_, cpu) => cpu);
  return {
    scenario,
    profile,
    cpus: machine.cpus,
    cpuNumbers,
    actors: machine.tasks.map((task, index) => compiler.actor(task, index, forked)),
    bodies,
    idleLoop: sightOf(bodies, loop, 'before'),
    idleBelow: sightOf(bodies, below, 'boot'),
    idleBelowAnew: sightOf(bodies, below, 'before'),
    stopped: sightOf(bodies, stoppedStack, 'before'),
    tickless: cpuNumbers.map((cpu) => machine.tickless?.includes(cpu) ?? false),
    reonlined: cpuNumbers.map((cpu) => machine.reonlined?.includes(cpu) ?? false),
    tracksBodies: false,
    unlimited: machine.realtimeUnlimited === true,
  };
}

/** The name of a CPU's idle task. */
export function idleTask(model: Model, cpu: number): string {
  return `swapper/${model.cpuNumbers[cpu] ?? cpu}`;
}
