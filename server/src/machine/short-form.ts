import type { Task } from './model.ts';
import { cpuHog, fifoHog, guestHog, kernelHog, stoppedTask, withPolicy } from './workloads.ts';

/** What a short form can name, for messages and help. */
export const SHORT_FORMS =
  'idle, hog@CPU, hog@all, fifo@CPU, fifo@all, rr@CPU, deadline@CPU, guest@CPU, kloop@CPU, stopped, sigstop, traced';

/** What runs on a CPU for ever, by the word before the `@`. */
const loops: Readonly<Record<string, (cpu: number) => Task>> = {
  hog: cpuHog,
  fifo: fifoHog,
  rr: (cpu) => withPolicy(cpuHog(cpu), 'rr', `rrhog/${cpu}`),
  deadline: (cpu) => withPolicy(cpuHog(cpu), 'deadline', `dlhog/${cpu}`),
  guest: guestHog,
  kloop: (cpu) => kernelHog(`kloop/${cpu}`, cpu, { stack: ['kloop', 'kthread'], yields: true }),
};

/**
 * The spellings of a recorded workload that mean the same: `hog1` is `hog@1`, `hogall` is `hog@all`,
 * and what follows (`_fresh`: started just before; `_call`: another thunk) changes nothing here.
 */
export function usualSpelling(form: string): string {
  const plain = form.replace(/_(fresh|call)$/, '');
  if (plain === 'thread:yield') return 'kloop@1';
  return plain.replace(/^(hog|fifo)(\d+|all)$/, '$1@$2');
}

/**
 * The tasks of a workload's short form on a machine of `cpus` CPUs: `hog@1` is a CPU-bound user task
 * pinned to CPU 1, `fifo@all` a SCHED_FIFO one on each, `guest@1` a vCPU thread in its guest, `kloop@1` a
 * kernel thread that loops with `cond_resched()`, `stopped` one task stopped by SIGSTOP (`sigstop` is that
 * one alone) and one by a debugger (`traced`). Gives what is wrong with it as a sentence.
 */
export function shortForm(form: string, cpus: number): readonly Task[] | string {
  const usual = usualSpelling(form);
  if (usual === 'idle') return [];
  if (usual === 'stopped') return [stoppedTask('stopped'), stoppedTask('traced', true)];
  if (usual === 'sigstop') return [stoppedTask('stopped')];
  if (usual === 'traced') return [stoppedTask('traced', true)];
  const [, word = '', place = ''] = /^([a-z]+)@(all|\d+)$/.exec(usual) ?? [];
  const make = loops[word];
  if (make === undefined) return `"${form}" is no workload: expected one of ${SHORT_FORMS}`;
  if (place === 'all') return Array.from({ length: cpus }, (_, cpu) => make(cpu));
  const cpu = Number(place);
  if (cpu >= cpus) return `there is no CPU ${cpu}: this machine has CPUs 0 to ${cpus - 1}`;
  return [make(cpu)];
}
