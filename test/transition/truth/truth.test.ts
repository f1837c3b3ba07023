import { describe, expect, test } from 'vitest';
import { judge } from '../../../server/src/transition/judge.ts';
import type { Scenario } from '../../../server/src/transition/model.ts';
import { profileFor } from '../../../server/src/transition/profiles.ts';
import { judgeWith, strategies } from '../../../server/src/transition/strategies/index.ts';
import { recordedMachine } from './machine.ts';
import { type Row, rows, stacksOf, truthFolder } from './row.ts';
import { workload } from './sleepers.ts';

/** Recorded seconds are of slow guests; this much apart still agrees. */
const SECONDS_APART = 7;

/** The strategies that were tried on the real kernels, by the names they were recorded with. */
const triedAs: Readonly<Record<string, string>> = {
  kill_hog: 'end-hog',
  stop_hog: 'stop-hog',
  stop10ms: 'stop-hog-briefly',
  busy_idle: 'flush-busy-program',
  busy_all: 'flush-busy-program',
  flush: 'flush-schedule-on-each-cpu',
  hotplug: 'cpu-offline-online',
  wait22: 'wait',
  reverse: 'reverse',
  reverse_callmode: 'reverse',
  force: 'force',
  stopcont_blk: 'stop-blocker',
  ptrace_int: 'ptrace-interrupt',
  kill_blk: 'end-blocker',
  cont_blk: 'continue-blocker',
};

function scenarioOf(folder: string, row: Row): Scenario {
  const version = row.kernel.startsWith('6.12') ? '6.12' : '6.1';
  const entry =
    version === '6.12'
      ? ['kthread', 'ret_from_fork', 'ret_from_fork_asm']
      : ['kthread', 'ret_from_fork'];
  const machine = recordedMachine(stacksOf(folder, version), row.cpus, entry);
  const tasks = workload(row.workload, row.target);
  if (tasks === undefined) throw new Error(`no workload is called ${row.workload}`);
  return {
    title: `${row.target} under ${row.workload}`,
    profile: profileFor(row.kernel),
    machine: { ...machine, tasks: [...machine.tasks, ...tasks] },
    functions: [row.target],
    direction: 'load',
  };
}

/** Names as both sides can know them: kworkers come and go, /proc cuts names at 15 characters. */
function names(tasks: readonly string[]): readonly string[] {
  const short = tasks.map((name) =>
    name
      .replace(/^kworker\/[u\d].*/, 'kworker')
      .replace(/^(swapper|hog|fifohog)\/(\d+)$/, '$1.$2')
      .slice(0, 15),
  );
  return [...new Set(short)].sort();
}

function check(folder: string, row: Row): void {
  const scenario = scenarioOf(folder, row);
  const verdict = judge(scenario, { limit: Math.max(30, row.seconds_polled) });
  const { timed } = verdict;
  if (row.outcome === 'complete') {
    expect(timed.seconds, 'the timed run completes').toBeDefined();
    const apart = Math.abs((timed.seconds ?? 0) - (row.seconds_to_complete ?? 0));
    expect(apart).toBeLessThanOrEqual(SECONDS_APART);
    const inFirst = (row.first_pass ?? []).flatMap(
      (line) => /^(s_\w+):\d+ is sleeping/.exec(line)?.[1] ?? [],
    );
    const ours = verdict.firstTry.filter((one) => one.task.startsWith('s_')).map((one) => one.task);
    expect(names(ours)).toEqual(expect.arrayContaining([...names(inFirst)]));
    return;
  }
  const completesLater = (timed.seconds ?? Number.POSITIVE_INFINITY) > row.seconds_polled;
  expect(completesLater, `open after ${row.seconds_polled} s`).toBe(true);
  expect(names(verdict.blockers.map((one) => one.task))).toEqual(
    names(row.blockers.map((one) => one.comm)),
  );
  for (const blocker of verdict.blockers) {
    expect(blocker.reason).toBe('is sleeping on function');
    expect(blocker.function).toBe(row.target);
  }
}

function checkStrategy(folder: string, row: Row, recorded: string, completed: boolean): void {
  const strategy = strategies.find((one) => one.id === triedAs[recorded]);
  if (strategy === undefined) throw new Error(`no strategy for ${recorded}`);
  // Strategies were applied before the fake signals, and watched for at most 17.5 s.
  const scenario = scenarioOf(folder, row);
  const watched = recorded === 'wait22' ? 22 : 14;
  const { timed } = judgeWith(scenario, [strategy], { limit: watched });
  const within = (timed.seconds ?? Number.POSITIVE_INFINITY) <= watched;
  expect(within, `${recorded} completes it`).toBe(completed);
}

describe.skipIf(truthFolder === undefined)('what real kernels did', () => {
  const folder = truthFolder ?? '';
  const judged =
    truthFolder === undefined ? [] : rows(folder).filter((row) => row.outcome !== 'not-loadable');
  const tried = judged.flatMap((row) =>
    Object.entries(row.after_strategy).flatMap(([recorded, { stalled_before, completed }]) =>
      stalled_before && completed !== undefined ? [{ row, recorded, completed }] : [],
    ),
  );
  test.each(judged)('$kernel $target $workload $thunk: $outcome', (row) => check(folder, row));
  test.each(tried)(
    '$row.kernel $row.target $row.workload, then $recorded: $completed',
    ({ row, recorded, completed }) => checkStrategy(folder, row, recorded, completed),
  );
});

if (truthFolder === undefined)
  console.log('LIVEPATCH_TRUTH is not set: the comparison with real kernels is left out');
