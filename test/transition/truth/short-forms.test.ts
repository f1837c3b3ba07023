import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CaseRow, readRecord } from '../../../server/src/lab/record.ts';
import { type Asked, Tool } from './asked.ts';
import { rows, truthFolder } from './row.ts';

/** One recorded question and answer, whoever recorded it. */
interface Recorded {
  readonly kernel: string;
  readonly target: string;
  readonly workload: string;
  readonly direction: 'load' | 'disable';
  readonly outcome: 'complete' | 'stalled';
  readonly seconds: number;
  /** How long it was watched. */
  readonly polled: number;
  /** What was then tried, by the tool's name of it, and for how long: whether it completed. */
  readonly tried: readonly {
    readonly id: string;
    readonly limit: number;
    readonly freed: boolean;
  }[];
}

/** Recorded seconds are of slow guests; this much apart still agrees. */
const SECONDS_APART = 7;

const CPUS = 2;

/**
 * Rows on which a short form cannot agree, each with the reason: what was on the machine besides, or
 * what a compiler did, is not in a function's name and a workload's.
 */
const beyondTheForm: Readonly<Record<string, string>> = {
  '6.1 __x64_sys_clock_nanosleep sleepers':
    'an earlier row had made the calls restart, so nobody was in it any more',
  '6.1 __x64_sys_flock sleepers': 'a tail call: the compiler left no frame of it',
  '6.1 __x64_sys_flock sleepers_fresh': 'a tail call: the compiler left no frame of it',
};

/** Guests without such a thread complete; a machine that has one stalls, and a short form supposes it. */
const perhapsAbsent: ReadonlySet<string> = new Set(['khugepaged', 'kthread_worker_fn']);

function isBeyond(row: Recorded): boolean {
  const absent = row.outcome === 'complete' && perhapsAbsent.has(row.target);
  return absent || beyondTheForm[keyOf(row)] !== undefined;
}

const ids: Readonly<Record<string, string>> = {
  wait: 'wait',
  flush: 'flush-schedule-on-each-cpu',
  busy: 'flush-busy-program',
  busy_idle: 'flush-busy-program',
  busy_all: 'flush-busy-program',
  'stop-10ms': 'stop-hog-briefly',
  stop10ms: 'stop-hog-briefly',
  'stop-hog': 'stop-hog',
  stop_hog: 'stop-hog',
  'kill-hog': 'end-hog',
  kill_hog: 'end-hog',
  'move-hog': 'move-hog',
  reonline: 'cpu-offline-online',
  hotplug: 'cpu-offline-online',
  'stop-continue-blockers': 'stop-blocker',
  stopcont_blk: 'stop-blocker',
  'continue-stopped': 'continue-blocker',
  cont_blk: 'continue-blocker',
  'interrupt-blockers': 'ptrace-interrupt',
  ptrace_int: 'ptrace-interrupt',
  'kill-blockers': 'end-blocker',
  kill_blk: 'end-blocker',
  reverse: 'reverse',
  reverse_callmode: 'reverse',
  force: 'force',
};

function version(kernel: string): string {
  return /^\d+\.\d+/.exec(kernel)?.[0] ?? kernel;
}

function ofMatrix(folder: string): readonly Recorded[] {
  return rows(folder).flatMap((row): Recorded[] => {
    if (row.outcome === 'not-loadable') return [];
    return [
      {
        kernel: row.kernel,
        target: row.target,
        workload: row.workload,
        direction: 'load',
        outcome: row.outcome,
        seconds: row.seconds_to_complete ?? 0,
        polled: row.seconds_polled,
        tried: Object.entries(row.after_strategy).flatMap(([name, { completed }]) => {
          const id = ids[name];
          return id === undefined || completed === undefined
            ? []
            : [{ id, limit: row.seconds_polled + 8, freed: completed }];
        }),
      },
    ];
  });
}

/** A module's function, a reversal in the stead of a disable, and what came to no answer. */
function isAsked(row: CaseRow): boolean {
  const reversed = row.messages.some(([, text]) => text.includes('reversing transition'));
  const answered = row.outcome === 'complete' || row.outcome === 'stalled';
  return row.object === '' && !reversed && answered;
}

/** Other plans boot with further arguments, or have workloads that no short form names. */
const PLANS = /-(idle|matrix|seed|sleepers)\.jsonl$/;

function ofLab(): readonly Recorded[] {
  const folder = fileURLToPath(new URL('../../kernel-truth/', import.meta.url));
  return readdirSync(folder)
    .filter((name) => PLANS.test(name))
    .flatMap((name) => readRecord(readFileSync(`${folder}${name}`, 'utf8')).rows)
    .filter(isAsked)
    .map(
      (row): Recorded => ({
        kernel: row.kernel,
        target: row.function,
        workload: row.workload,
        direction: row.direction,
        outcome: row.outcome === 'complete' ? 'complete' : 'stalled',
        seconds: row.seconds ?? 0,
        polled: row.polled,
        tried: row.strategies.flatMap(({ strategy, seconds, completed }) => {
          const id = ids[strategy];
          return id === undefined
            ? []
            : [{ id, limit: row.polled + seconds + 1, freed: completed }];
        }),
      }),
    );
}

function checkOutcome(row: Recorded, { verdict }: Asked): void {
  expect(verdict, 'the tool has a verdict').toBeDefined();
  if (verdict === undefined) return;
  const { timed } = verdict;
  if (row.outcome === 'stalled') {
    expect(timed.seconds ?? Number.POSITIVE_INFINITY).toBeGreaterThan(row.polled);
    return;
  }
  expect(verdict.outcome).not.toBe('stalls');
  expect(timed.seconds, 'the timed run completes').toBeDefined();
  expect(Math.abs((timed.seconds ?? 0) - row.seconds)).toBeLessThanOrEqual(SECONDS_APART);
}

function checkStrategies(row: Recorded, { strategies }: Asked): void {
  for (const { id, limit, freed } of row.tried) {
    const ours = strategies.find((one) => one.id === id);
    const seconds = ours?.verdict.timed.seconds ?? Number.POSITIVE_INFINITY;
    const frees = seconds <= (id === 'wait' ? limit : SECONDS_APART);
    expect(`${id} ${frees ? 'frees' : 'does not free'}`).toBe(
      `${id} ${freed ? 'frees' : 'does not free'}`,
    );
  }
}

function keyOf({ kernel, target, workload }: Recorded): string {
  return `${version(kernel)} ${target} ${workload}`;
}

const recorded = [...(truthFolder === undefined ? [] : ofMatrix(truthFolder)), ...ofLab()];

describe('explain FUNCTION --workload … says what real kernels did', () => {
  let tool: Tool | undefined;
  beforeAll(async () => {
    tool = await Tool.open();
  });

  const asked = recorded.filter((row) => !isBeyond(row));
  test.each(asked)('$kernel: $direction of $target under $workload: $outcome', (row) => {
    const answer = tool?.ask({ ...row, cpus: CPUS });
    if (answer === undefined) throw new Error('the facts were not read');
    expect(answer.loadable).toBe(true);
    checkOutcome(row, answer);
    checkStrategies(row, answer);
  });
});
