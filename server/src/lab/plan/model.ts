import * as z from 'zod';

/** What the guest can try on an open transition (`test/kernel-lab/guest/strategies.c`). */
export const guestStrategies = [
  'wait',
  'flush',
  'busy',
  'stop-10ms',
  'stop-hog',
  'kill-hog',
  'move-hog',
  'lower-hog-priority',
  'freeze-v1',
  'freeze-v2',
  'thaw',
  'reonline',
  'stop-continue-blockers',
  'continue-stopped',
  'interrupt-blockers',
  'kill-blockers',
  'restart-thread',
  'reverse',
  'force',
] as const;

const group = z.strictObject({
  /** A workload of the guest's (`test/kernel-lab/guest/tasks.c`). */
  workload: z.string().regex(/^[\w:-]+$/),
  /** Function names; `name,2` is the second of several of that name, `name@module` one of a module's. */
  functions: z.array(z.string().regex(/^[\w.]+(,\d+)?(@\w+)?$/)).min(1),
  /** Seconds until an open transition counts as stalled. */
  limit: z.number().positive().max(120),
  strategies: z.array(z.enum(guestStrategies)).default([]),
  direction: z.enum(['load', 'disable']).default('load'),
  /** Whether the thunk leaves a frame of its own on the stack. */
  frame: z.boolean().default(false),
});

/** A plan file: groups of questions to a real kernel. */
export const planSchema = z.strictObject({
  title: z.string(),
  /** Appended to the kernel's command line: `idle=poll`. */
  kernelArguments: z.string().default(''),
  groups: z.array(group).min(1),
});

export type Plan = z.infer<typeof planSchema>;

/** One question to a real kernel. */
export interface LabCase {
  /** Counted from 0 in the plan's order. */
  readonly id: number;
  readonly workload: string;
  readonly function: string;
  /** Which of several functions of that name, counted from 1; 0: the only one. */
  readonly position: number;
  /** The module that it is in; empty: the kernel. */
  readonly object: string;
  readonly direction: 'load' | 'disable';
  readonly frame: boolean;
  /** Seconds. */
  readonly limit: number;
  readonly strategies: readonly string[];
}

/** The plan's questions, one for each workload and function. */
export function casesOf(plan: Plan): readonly LabCase[] {
  return plan.groups
    .flatMap((one) => one.functions.map((text) => ({ one, text })))
    .map(({ one, text }, id) => {
      const [, name = '', position = '0', object = ''] =
        /^([\w.]+)(?:,(\d+))?(?:@(\w+))?$/.exec(text) ?? [];
      return {
        id,
        workload: one.workload,
        function: name,
        position: Number(position),
        object,
        direction: one.direction,
        frame: one.frame,
        limit: one.limit,
        strategies: one.strategies,
      };
    });
}

/** The case as the guest reads it: one line of `/plan` (`parse()` in `guest/init.c`). */
export function guestLine(one: LabCase): string {
  const flags = [one.frame ? 'frame' : '', one.direction === 'disable' ? 'disable' : ''];
  return [
    one.id,
    one.workload,
    one.function,
    one.position,
    one.object === '' ? '-' : one.object,
    flags.filter((flag) => flag !== '').join('+') || '-',
    one.limit,
    one.strategies.join(',') || '-',
  ].join(' ');
}
