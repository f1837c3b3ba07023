import { expect, test } from 'vitest';
import type { FeasibilityReport } from '../feasibility/model.ts';
import { plainStyle } from '../report/text/page.ts';
import { profileFor } from '../transition/profiles.ts';
import type { ConfirmedCase } from './confirm-model.ts';
import { confirmReport } from './confirm-report.ts';

const report: FeasibilityReport = {
  origin: { kind: 'none', release: '', description: '' },
  profile: profileFor('6.1'),
  functions: [],
  findings: [],
};

const idle: ConfirmedCase = {
  function: 'do_idle',
  workload: 'idle',
  outcome: 'complete',
  seconds: 1.1,
  blockers: [],
  tasks: [],
  messages: [],
  error: undefined,
  strategies: [],
};

function check(cases: readonly ConfirmedCase[], expected: string): void {
  const confirmation = { release: '6.1.0-56-amd64', machine: '2 emulated CPUs, 512 MiB', cases };
  const { text } = confirmReport(confirmation, report, cases.length, {
    columns: 80,
    style: plainStyle,
  });
  expect(text.split('\nWhat this cannot show')[0]).toBe(expected);
}

test('each function with its workloads, blockers and what was tried', () => {
  const hog: ConfirmedCase = {
    ...idle,
    workload: 'hog1',
    outcome: 'stalled',
    seconds: 6.2,
    blockers: ['swapper/1:0 is sleeping on function do_idle'],
    tasks: [{ task: 'kworker', pid: 7, state: 'I', stack: ['worker_thread', 'kthread'] }],
    strategies: [
      { strategy: 'flush', freed: false, seconds: 5 },
      { strategy: 'stop-10ms', freed: true, seconds: 0.1 },
    ],
  };
  check(
    [idle, hog],
    `Tried on Linux 6.1.0-56-amd64 in a virtual machine (2 emulated CPUs, 512 MiB)

do_idle
  an idle machine: completes in 1.1 s
  a CPU hog on CPU 1: stalls: still open after 6.2 s
    swapper/1:0 is sleeping on function do_idle
      stack of kworker:7: worker_thread < kthread
    an empty function run on every CPU: does not free it
    the hog stopped for 10 ms: frees it in 0.1 s
`,
  );
});

test('a function that the kernel refuses', () => {
  check(
    [{ ...idle, function: '__schedule', outcome: 'not-loadable', seconds: 0.1, error: 'EINVAL' }],
    `Tried on Linux 6.1.0-56-amd64 in a virtual machine (2 emulated CPUs, 512 MiB)

__schedule
  an idle machine: cannot be loaded (EINVAL)
`,
  );
});
