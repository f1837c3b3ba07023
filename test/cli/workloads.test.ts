import { expect, it } from 'vitest';
import type { JsonReport } from '../../server/src/report/json-schema.ts';
import { runInProcess } from './run.ts';

/** What `explain` says of one machine: kernel, arguments, outcome, blockers. */
const cases = `
6.1   schedule_idle --workload idle                             completes
6.1   schedule_idle --workload hog@1                            stalls     swapper/1 is sleeping on function schedule_idle
6.1   schedule_idle --workload fifo@1                           completes
6.12  schedule_idle --workload fifo@1                           stalls     swapper/1 is sleeping on function schedule_idle
6.1   do_idle --workload hog@all                                stalls     swapper/0 is sleeping on function do_idle; swapper/1 is sleeping on function do_idle
6.12  call_cpuidle --workload hog@all                           completes
6.1   worker_thread --workload idle                             stalls     kworker/%s is sleeping on function worker_thread
6.1   hrtimer_nanosleep --workload sleeper:nanosleep            completes
6.1   pipe_read --workload sleeper:nanosleep                    completes
6.1   kernel_clone --workload sleeper:vfork                     may-stall  a user task is sleeping on function kernel_clone
6.1   get_signal --workload stopped                             stalls     a stopped task is sleeping on function get_signal; a traced task is sleeping on function get_signal
6.1   ptrace_stop --workload traced                             stalls     a traced task is sleeping on function ptrace_stop
5.10  do_idle --workload idle --cpus 8                          stalls
5.10  cmdline_proc_show --workload idle --cpus 2                completes
5.10  cmdline_proc_show --workload idle --cpus 8                stalls
6.1   cmdline_proc_show --workload hog@all                      completes
`;

const rows = cases
  .trim()
  .split('\n')
  .map((line) => line.split(/\s{2,}/));

it.each(rows)('on %s, explain %s: %s', async (release, args, outcome, blockers) => {
  const command = `explain ${args} --kernel-release ${release} --format json`;
  const { out } = await runInProcess(command.split(' '));
  const report = JSON.parse(out) as JsonReport;
  const verdict = report.verdicts.find((one) => one.kernel === release);
  expect(verdict?.outcome).toBe(outcome);
  if (blockers === undefined) return;
  const said = verdict?.blockers.map((one) => `${one.task} ${one.reason} ${one.function}`);
  expect(said?.join('; ')).toBe(blockers);
});

it('does not offer SIGCONT for a traced task, which ignores it', async () => {
  const command = 'explain ptrace_stop --workload traced --kernel-release 6.1 --format json';
  const report = JSON.parse((await runInProcess(command.split(' '))).out) as JsonReport;
  const helping = report.verdicts[0]?.strategies.filter((one) => one.helps) ?? [];
  expect(helping.filter((one) => one.title.includes('SIGCONT'))).toEqual([]);
});

it('tries the strategies that are asked for, and no others', async () => {
  const command =
    'explain do_idle --workload hog@1 --strategy wait stop-hog --kernel-release 6.1 --format json';
  const report = JSON.parse((await runInProcess(command.split(' '))).out) as JsonReport;
  const [verdict] = report.verdicts;
  expect(verdict?.strategies.map((one) => `${one.id} ${one.outcome}`)).toEqual([
    'stop-hog completes',
    'wait stalls',
  ]);
});
