import type { Task } from './model.ts';
import { cpuHog, fifoHog, stoppedTask } from './workloads.ts';

const FORMS = 'idle, hog@CPU, hog@all, fifo@CPU, fifo@all, stopped, traced';

/**
 * The tasks of a workload's short form on a machine of `cpus` CPUs: `hog@1` is a CPU-bound user task
 * pinned to CPU 1, `fifo@all` a SCHED_FIFO one on each. Gives what is wrong with it as a sentence.
 */
export function shortForm(form: string, cpus: number): readonly Task[] | string {
  if (form === 'idle') return [];
  if (form === 'stopped') return [stoppedTask('stopped')];
  if (form === 'traced') return [stoppedTask('traced', true)];
  const match = /^(hog|fifo)@(all|\d+)$/.exec(form);
  if (match === null) return `"${form}" is no workload: expected one of ${FORMS}`;
  const make = match[1] === 'hog' ? cpuHog : fifoHog;
  if (match[2] === 'all') return Array.from({ length: cpus }, (_, cpu) => make(cpu));
  const cpu = Number(match[2]);
  if (cpu >= cpus) return `there is no CPU ${cpu}: this machine has CPUs 0 to ${cpus - 1}`;
  return [make(cpu)];
}
