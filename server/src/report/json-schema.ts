import * as z from 'zod';
import { REPORT_SCHEMA_VERSION } from './model.ts';

const position = z
  .object({ line: z.int().min(1), column: z.int().min(1) })
  .describe('One-based line and column; columns count UTF-16 code units.');

const range = z.object({ start: position, end: position });

const blocker = z.object({
  task: z.string(),
  reason: z.enum([
    'is running',
    'has an unreliable stack',
    'is sleeping on function',
    'has not passed a safe point',
    'is waiting for the CPU',
    'never leaves the CPU of its own will',
  ]),
  function: z.string().nullable(),
});

const strategy = z.object({
  id: z.string(),
  title: z.string(),
  explanation: z.string(),
  risk: z.string(),
  how: z.string().describe('Commands or code for a person to read, one step a line.'),
  outcome: z
    .enum(['completes', 'stalls', 'may-stall'])
    .describe('How the transition ends with it.'),
  ending: z
    .enum(['switched', 'reversed', 'forced', 'immediate'])
    .describe(
      'What a transition that completes with it leaves: everybody switched as was asked; everybody back (reversed); or no consistency (forced, immediate).',
    ),
  seconds: z.number().nullable(),
  flags: z.array(z.enum(['no-effect', 'unsafe'])),
  helps: z.boolean(),
});

const timed = z
  .object({
    outcome: z.enum(['complete', 'open']),
    seconds: z.number().nullable(),
    limit: z.number().describe('When the run is given up, in seconds.'),
    tries: z.number(),
    signalRounds: z.number(),
    blockers: z.array(blocker),
  })
  .describe('One run against the clock.');

const verdict = z.object({
  function: z.string(),
  document: z.string().nullable(),
  scenario: z.string(),
  title: z.string(),
  kernel: z.string(),
  outcome: z.enum(['completes', 'stalls', 'may-stall']),
  seconds: z.number().nullable().describe('Seconds to completion in the worst fair run.'),
  tries: z.number(),
  signalRounds: z.number(),
  flags: z.array(z.enum(['no-effect', 'unsafe'])),
  blockers: z.array(blocker).describe('Who keeps the transition open.'),
  firstTry: z.array(blocker).describe('Who refused at the first try.'),
  timed,
  strategies: z.array(strategy),
});

const step = z.object({
  function: z.string(),
  file: z.string(),
  line: z.int(),
  certainty: z.enum(['certain', 'likely', 'guess']),
});

const residency = z.object({
  kind: z.enum([
    'idle-outer',
    'idle-inner',
    'scheduler',
    'thread-main',
    'thread-wait',
    'syscall-wait',
    'user-exit',
    'preempted',
    'interrupt',
    'transient',
    'leaf',
  ]),
  business: z
    .enum(['main', 'side'])
    .describe('Its ordinary business, or what can hold a task up aside from it.'),
  task: z.string(),
  wait: z
    .object({
      state: z.enum([
        'interruptible',
        'killable',
        'uninterruptible',
        'idle',
        'stopped',
        'traced',
        'parked',
        'frozen',
      ]),
      bound: z.enum(['forever', 'event', 'timeout']),
      freezable: z.boolean(),
      seconds: z
        .number()
        .nullable()
        .describe('How long a timeout is at most; null where it is not known, or there is none.'),
      deaf: z
        .boolean()
        .describe(
          'A fake signal, from Linux 5.13 on, wakes the task only to sleep on: the waits of io_uring.',
        ),
    })
    .nullable(),
  evidence: z.string(),
  path: z.array(step),
  certainty: z.enum(['certain', 'likely', 'guess']),
});

const judgedFunction = z.object({
  name: z.string(),
  document: z.string().nullable(),
  file: z.string().nullable().describe('Path in the kernel tree.'),
  line: z.int().nullable().describe('One-based line of the definition.'),
  change: z.enum(['modified', 'added', 'removed', 'moved', 'renamed']).nullable(),
  confidence: z.enum(['certain', 'recovered', 'guessed']),
  patchable: z.object({
    answer: z.enum(['yes', 'no', 'unknown']),
    reason: z.string(),
    evidence: z.string(),
  }),
  entry: z
    .object({ when: z.enum(['call', 'boot', 'cpu-start', 'thread-start']), evidence: z.string() })
    .nullable()
    .describe('When tasks enter it; anything but call means that some never enter new code.'),
  effectiveSet: z.array(z.string()),
  residency: z.array(residency),
  ownLines: z.array(z.string()).describe("What the patch's own lines show of its stack."),
});

const finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  message: z.string(),
  function: z.string().nullable(),
  file: z.string().nullable().describe('The document that was judged.'),
  range: range.nullable(),
});

/** What `--format json` prints; ties the types to the published JSON schema. */
export const reportSchema = z.object({
  schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
  kernel: z.object({ id: z.string(), title: z.string() }),
  facts: z.object({
    kind: z.enum(['bundled', 'tree', 'none']),
    release: z.string(),
    description: z.string(),
  }),
  risk: z.boolean().describe('True when the exit code is 1.'),
  functions: z.array(judgedFunction),
  verdicts: z.array(verdict),
  findings: z.array(finding),
  ignored: z
    .array(
      z.object({
        finding,
        reason: z.string(),
        where: z.string().describe('The comment or the baseline file that says so.'),
      }),
    )
    .optional()
    .describe('Findings that a person decided not to be told of; they do not count as a risk.'),
});

/** A report as JSON: plain data without `undefined`. */
export type JsonReport = z.infer<typeof reportSchema>;
