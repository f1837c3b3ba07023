import type { Machine, Policy, Step, Task } from '../../machine/model.ts';

/** 0 runs first: deadline, real-time, the rest (`kernel/sched/`: the order of the scheduling classes). */
const ranks: Readonly<Record<Policy, number>> = {
  deadline: 0,
  fifo: 1,
  rr: 1,
  other: 2,
  batch: 2,
  idle: 2,
};

/** Whether a step keeps the CPU until something takes it away. */
export function isBusy(step: Step | undefined): boolean {
  return step?.do === 'run-user' || step?.do === 'run-kernel' || step?.do === 'run-guest';
}

/** The index of the step that a task begins with or goes on with: forks take no time. */
export function restingStep(task: Task, from: number): number {
  const { length } = task.program;
  for (let tried = 0; tried < length; tried += 1) {
    const index = (from + tried) % length;
    if (task.program[index]?.do !== 'fork') return index;
  }
  return 0;
}

function forkedNames(machine: Machine): ReadonlySet<string> {
  const steps = machine.tasks.flatMap((task) => task.program);
  return new Set(steps.flatMap((step) => (step.do === 'fork' ? [step.child] : [])));
}

/** Where everybody is when the transition begins. */
export interface Places {
  /** The CPU of each task that begins with a busy loop. */
  readonly cpuOf: ReadonlyMap<string, number>;
  /** Who has each CPU; `undefined` for one that idles. */
  readonly holders: readonly (Task | undefined)[];
  /** Tasks that another one forks later. */
  readonly unborn: ReadonlySet<string>;
}

/** Who of `tasks` gets a CPU that they all want: the best class, the first among equals. */
export function firstOf(tasks: readonly Task[]): Task | undefined {
  let best: Task | undefined;
  for (const task of tasks)
    if (best === undefined || ranks[task.policy] < ranks[best.policy]) best = task;
  return best;
}

/**
 * Spreads busy tasks over the CPUs that they may use, those with the fewest CPUs to choose from first,
 * as the simulator does at the start of a run.
 */
export function startingPlaces(machine: Machine): Places {
  const unborn = forkedNames(machine);
  const everywhere = Array.from({ length: machine.cpus }, (_, cpu) => cpu);
  const queues = everywhere.map((): Task[] => []);
  const cpuOf = new Map<string, number>();
  const busy = machine.tasks
    .filter((task) => !unborn.has(task.name) && isBusy(task.program[restingStep(task, 0)]))
    .map((task) => {
      const allowed = task.affinity.filter((cpu) => cpu >= 0 && cpu < machine.cpus);
      return { task, cpus: allowed.length > 0 ? allowed : everywhere };
    })
    .sort((left, right) => left.cpus.length - right.cpus.length);
  for (const { task, cpus } of busy) {
    const load = cpus.map((cpu) => queues[cpu]?.length ?? 0);
    const cpu = cpus[load.indexOf(Math.min(...load))] ?? 0;
    queues[cpu]?.push(task);
    cpuOf.set(task.name, cpu);
  }
  const order = new Map(machine.tasks.map((task, index) => [task, index]));
  const holders = queues.map((queue) =>
    firstOf([...queue].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))),
  );
  return { cpuOf, holders, unborn };
}
