import * as z from 'zod';

const task = z.object({
  task: z.string(),
  pid: z.number(),
  /** The letter of `/proc/PID/stat`. */
  state: z.string(),
  /** Innermost first; functions of `.sched.text` are left out by the kernel. */
  stack: z.array(z.string()),
});

const strategy = z.object({
  strategy: z.string(),
  completed: z.boolean(),
  /** Until completion, or until it was given up. */
  seconds: z.number(),
  note: z.string().optional(),
});

/** Type as `nm` has it, name, and whether ftrace can hook it. */
const symbol = z.tuple([z.string(), z.string(), z.boolean()]);

/** What the guest answers to one question (`question_answer()` in `guest/transition.c`). */
export const guestAnswer = z.object({
  case: z.number(),
  traceable: z.boolean(),
  /** The kernel's symbols that are the function, or what the compiler made of it (`ptrace_stop.part.0`). */
  symbols: z.array(symbol).optional(),
  /** The workload's tasks before the load. */
  actors: z.array(task).default([]),
  outcome: z.enum(['complete', 'stalled', 'not-loadable', 'hangs', 'no-such-workload']),
  /** From the load (or disable) to completion. */
  seconds: z.number().nullable(),
  polled: z.number(),
  errno: z.string().or(z.number()).optional(),
  /** Seconds since the first, and text. */
  messages: z.array(z.tuple([z.number(), z.string()])).default([]),
  firstTry: z.array(z.string()).default([]),
  lastTry: z.array(z.string()).default([]),
  blockers: z.array(task).default([]),
  blockerCount: z.number().default(0),
  strategies: z.array(strategy).default([]),
  /** Seconds that disabling and unloading took; -1 when it stayed. */
  unload: z.number().optional(),
  /** False when the machine is of no use for further questions. */
  usable: z.boolean(),
});

export type GuestAnswer = z.infer<typeof guestAnswer>;

/** What the guest says of itself before the first question (`say_hello()` in `guest/init.c`). */
export const guestBoot = z.object({
  release: z.string(),
  version: z.string(),
  cpus: z.number(),
  cmdline: z.string(),
  preempt: z.string(),
  cpuidle: z.string(),
  /**
   * `/sys/devices/system/cpu/nohz_full`: the CPUs that lose their tick, as a list; empty where the kernel
   * cannot do that, whatever its command line says. Not in every file.
   */
  tickless: z.string().optional(),
  tasks: z.array(task),
});

export type GuestBoot = z.infer<typeof guestBoot>;

/** The first line of a result file: how and when it was made. */
export const provenance = z.object({
  recorded: z.object({
    date: z.string(),
    command: z.string(),
    packages: z.array(z.string()),
    machine: z.string(),
    boot: guestBoot,
  }),
});

export type Provenance = z.infer<typeof provenance>;

/** Every further line: one question and its answer. `lost`: the machine did not answer in time. */
export const caseRow = z.object({
  kernel: z.string(),
  function: z.string(),
  position: z.number(),
  object: z.string(),
  workload: z.string(),
  direction: z.enum(['load', 'disable']),
  thunk: z.enum(['jump', 'call']),
  traceable: z.boolean(),
  /** As in {@link guestAnswer}; not in every file. */
  symbols: z.array(symbol).optional(),
  actors: z.array(task).default([]),
  outcome: z.enum(['complete', 'stalled', 'not-loadable', 'hangs', 'no-such-workload', 'lost']),
  seconds: z.number().nullable(),
  polled: z.number(),
  errno: z.string().or(z.number()).optional(),
  firstTry: z.array(z.string()),
  lastTry: z.array(z.string()),
  blockers: z.array(task),
  blockerCount: z.number(),
  strategies: z.array(strategy),
  unload: z.number().optional(),
  messages: z.array(z.tuple([z.number(), z.string()])),
});

export type CaseRow = z.infer<typeof caseRow>;

/** A result file's text as its parts; throws with the line's number where a line is none of them. */
export function readRecord(text: string): {
  readonly provenance: Provenance;
  readonly rows: readonly CaseRow[];
} {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  return {
    provenance: provenance.parse(JSON.parse(first)),
    rows: rest.map((line, at) => {
      try {
        return caseRow.parse(JSON.parse(line));
      } catch (error) {
        throw new Error(`line ${at + 2}: ${String(error)}`);
      }
    }),
  };
}
