import type { Machine, Step, Task, WakeUp } from './model.ts';
import type { MachineFile } from './schema.ts';
import { shortForm } from './short-form.ts';
import { usualIdleStacks } from './workloads.ts';

/** Something in a machine file that the schema cannot tell. `path` leads to it. */
export interface MachineFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type FileTask = MachineFile['tasks'][number];
type FileStep = FileTask['program'][number];
type FileWake = 'never' | 'event' | { readonly after: number } | { readonly exitOf: string };

function wakeUp(wake: FileWake): WakeUp {
  if (wake === 'never' || wake === 'event') return { kind: wake };
  return 'after' in wake
    ? { kind: 'after', seconds: wake.after }
    : { kind: 'exit', of: wake.exitOf };
}

function until(wake: FileWake | undefined): { readonly until?: WakeUp } {
  return wake === undefined ? {} : { until: wakeUp(wake) };
}

function stepOf(step: FileStep): Step {
  switch (step.do) {
    case 'run-user': {
      const { preempted } = step;
      return {
        do: step.do,
        ...until(step.until),
        ...(preempted === undefined ? {} : { preempted }),
      };
    }
    case 'run-kernel':
      return { do: step.do, stack: step.stack, yields: step.yields, ...until(step.until) };
    case 'sleep': {
      const { restarted, deaf, wake, ...rest } = step;
      return {
        ...rest,
        wake: wakeUp(wake),
        ...(deaf === undefined ? {} : { deaf }),
        ...(restarted === undefined ? {} : { restarted }),
      };
    }
    default:
      return step;
  }
}

function taskOf({ program, unreliable, sinceBoot, ...rest }: FileTask): Task {
  return {
    ...rest,
    program: program.map(stepOf),
    ...(unreliable === undefined ? {} : { unreliable }),
    ...(sinceBoot === undefined ? {} : { sinceBoot }),
  };
}

function namesIn(program: readonly FileStep[]): readonly { step: number; name: string }[] {
  return program.flatMap((step, index) => {
    if (step.do === 'fork') return [{ step: index, name: step.child }];
    const wake = step.do === 'sleep' ? step.wake : 'until' in step ? step.until : undefined;
    return typeof wake === 'object' && 'exitOf' in wake ? [{ step: index, name: wake.exitOf }] : [];
  });
}

/** What is wrong in a machine file beyond its schema: CPUs and tasks that it does not have. */
export function faultsIn(file: MachineFile): readonly MachineFault[] {
  const faults: MachineFault[] = [];
  const names = new Set(file.tasks.map((task) => task.name));
  const seen = new Set<string>();
  const range = `this machine has CPUs 0 to ${file.cpus - 1}`;
  file.tasks.forEach((task, index) => {
    const path = ['tasks', index];
    if (seen.has(task.name))
      faults.push({ path: [...path, 'name'], message: `a second task called "${task.name}"` });
    seen.add(task.name);
    task.affinity.forEach((cpu, at) => {
      if (cpu >= file.cpus)
        faults.push({
          path: [...path, 'affinity', at],
          message: `there is no CPU ${cpu}: ${range}`,
        });
    });
    for (const { step, name } of namesIn(task.program))
      if (!names.has(name))
        faults.push({
          path: [...path, 'program', step],
          message: `there is no task called "${name}" in this file`,
        });
  });
  file.workload.forEach((form, index) => {
    const tasks = shortForm(form, file.cpus);
    if (typeof tasks === 'string') faults.push({ path: ['workload', index], message: tasks });
  });
  for (const field of ['tickless', 'reonlined'] as const)
    file[field]?.forEach((cpu, at) => {
      if (cpu >= file.cpus)
        faults.push({ path: [field, at], message: `there is no CPU ${cpu}: ${range}` });
    });
  return faults;
}

/** The machine that a file without {@link faultsIn} describes. */
export function machineOf(file: MachineFile): Machine {
  const { tickless, reonlined, realtimeUnlimited } = file;
  const short = file.workload.flatMap((form) => {
    const tasks = shortForm(form, file.cpus);
    return typeof tasks === 'string' ? [] : tasks;
  });
  return {
    cpus: file.cpus,
    offlineCpus: file.offlineCpus,
    idle: file.idle ?? usualIdleStacks,
    background: file.background,
    ...(tickless === undefined ? {} : { tickless }),
    ...(reonlined === undefined ? {} : { reonlined }),
    ...(realtimeUnlimited === undefined ? {} : { realtimeUnlimited }),
    tasks: [...short, ...file.tasks.map(taskOf)],
  };
}
