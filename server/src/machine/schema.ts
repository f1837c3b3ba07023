import * as z from 'zod';
import { SHORT_FORMS } from './short-form.ts';

const stack = z
  .array(z.string().min(1))
  .describe('Function names, innermost first, as the kernel walks the stack.');

const wake = z
  .union([
    z.enum(['never', 'event']),
    z.strictObject({ after: z.number().positive().describe('Seconds.') }),
    z.strictObject({ exitOf: z.string().describe('Name of the task whose exit ends the wait.') }),
  ])
  .describe('What ends it: nothing; something that may come or not; a number of seconds; an exit.');

const sleep = z.strictObject({
  do: z.literal('sleep'),
  stack,
  state: z
    .enum([
      'interruptible',
      'killable',
      'uninterruptible',
      'idle',
      'stopped',
      'traced',
      'parked',
      'frozen',
      'trapped',
    ])
    .describe(
      'The state it sleeps in; fake signals reach interruptible sleepers alone. frozen: by suspend or cgroup v1; trapped: by cgroup v2.',
    ),
  freezable: z
    .boolean()
    .default(false)
    .describe(
      'TASK_FREEZABLE is in the state; a frozen task is then frozen in the midst of its wait.',
    ),
  wake: wake.default('never'),
  deaf: z
    .boolean()
    .optional()
    .describe('From 5.13 on a fake signal only wakes it to sleep on: the waits of io_uring.'),
  home: stack
    .default([])
    .describe("A kernel thread's functions that a wake-up does not leave (its own loop)."),
  restarted: stack.optional().describe("A user task's stack after a signal restarted the call."),
});

const step = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('run-user'),
    until: wake.optional(),
    preempted: stack.optional(),
  }),
  z.strictObject({
    do: z.literal('run-kernel'),
    stack,
    yields: z.boolean().describe('Whether the loop calls cond_resched().'),
    until: wake.optional(),
  }),
  z.strictObject({ do: z.literal('run-guest'), stack }),
  sleep,
  z.strictObject({
    do: z.literal('fork'),
    child: z.string().describe('Name of a task of this file; it does not exist before.'),
  }),
  z.strictObject({ do: z.literal('exit') }),
]);

const cpu = z.int().min(0);

const task = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['user', 'kthread', 'io-worker']),
  policy: z
    .enum(['other', 'batch', 'idle', 'fifo', 'rr', 'deadline'])
    .default('other')
    .describe(
      'Real-time loops are taken to be of one priority; the first in the file has the CPU first.',
    ),
  affinity: z.array(cpu).default([]).describe('CPUs it may run on; empty: all.'),
  program: z.array(step).min(1).describe('Done in order, then anew.'),
  unreliable: z.boolean().optional().describe('Its stack cannot be walked reliably.'),
  sinceBoot: z
    .boolean()
    .optional()
    .describe('On its stack since before any livepatch: in the original functions.'),
});

/** A machine as it is written in a scenario file. */
export const machineSchema = z.strictObject({
  $schema: z.string().optional(),
  cpus: z.int().min(1).max(4096).describe('Online CPUs, numbered from 0.'),
  offlineCpus: z.int().min(0).default(0),
  background: z
    .boolean()
    .default(true)
    .describe('Timers and kworkers of its own now and then wake every idle CPU.'),
  idle: z
    .strictObject({ outer: stack, inner: stack })
    .optional()
    .describe("The idle tasks' stacks; those of x86-64 since 4.13 when left out."),
  tickless: z
    .array(cpu)
    .optional()
    .describe(
      'CPUs of nohz_full=, as /sys/devices/system/cpu/nohz_full lists them; without CONFIG_NO_HZ_FULL there are none.',
    ),
  realtimeUnlimited: z
    .boolean()
    .optional()
    .describe('sched_rt_runtime_us=-1, or the fair server switched off.'),
  reonlined: z.array(cpu).optional().describe('CPUs that were offline for a time after boot.'),
  workload: z.array(z.string()).default([]).describe(`Short forms: ${SHORT_FORMS}.`),
  tasks: z.array(task).default([]),
});

/** {@link machineSchema} as it is read. */
export type MachineFile = z.infer<typeof machineSchema>;

/** The JSON Schema of machine files (draft 2020-12), for editors. */
export function machineJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(machineSchema, { io: 'input' });
}
