import { expect, test } from 'vitest';
import type { ConfirmedCase, ConfirmOnKernel } from '../../server/src/cli/confirm-model.ts';
import { CancelledError } from '../../server/src/cli/environment.ts';
import type { ConfirmReport } from '../../server/src/protocol/confirm.ts';
import { runInProcess } from './run.ts';

const patch = 'examples/idle-loop.patch';

/** A kernel on which every function stalls beside a hog, and nothing else does. */
const kernel: ConfirmOnKernel = (_kernel, cases, { progress }) => {
  progress({ message: 'booting', done: 0, total: cases.length });
  return Promise.resolve({
    release: '6.1.0-56-amd64',
    machine: 'a test',
    cases: cases.map(
      (one): ConfirmedCase => ({
        ...one,
        outcome: one.workload === 'hog1' ? 'stalled' : 'complete',
        seconds: 10,
        blockers: [],
        tasks: [],
        messages: [],
        error: undefined,
        strategies: [],
      }),
    ),
  });
};

const asked = ['confirm', patch, '--debian', '6.1'];

test('what the kernel did stands beside what was simulated', async () => {
  const { out, code } = await runInProcess(asked, {}, kernel);
  expect(out.split('\nWhat this cannot show')[0]).toMatchInlineSnapshot(`
    "Tried on Linux 6.1.0-56-amd64 in a virtual machine (a test)

    cmdline_proc_show
      an idle machine: completes in 10 s (simulated: completes in 1.8 s)
      a CPU hog on CPU 1: stalls: still open after 10 s (simulated: completes in 1.8
      s; the kernel did otherwise)

    do_idle
      an idle machine: completes in 10 s (simulated: completes in 1.8 s)
      a CPU hog on CPU 1: stalls: still open after 10 s (simulated: stalls)
    "
  `);
  expect(code).toBe(1);
});

test('for a program: progress by lines, the report as JSON', async () => {
  const formats = ['--format', 'json', '--progress', 'json'];
  const { out, errors } = await runInProcess([...asked, ...formats], {}, kernel);
  const report = JSON.parse(out) as ConfirmReport;
  expect(report.cases.map((one) => [one.function, one.workload, one.agrees])).toEqual([
    ['cmdline_proc_show', 'idle', true],
    ['cmdline_proc_show', 'hog1', false],
    ['do_idle', 'idle', true],
    ['do_idle', 'hog1', true],
  ]);
  expect(errors).toBe('{"message":"booting","done":0,"total":4}\n');
});

test.each([
  [['confirm', patch], 'which kernel?'],
  [['confirm', patch, '--vmlinuz', 'vmlinuz-6.1'], '--vmlinuz needs --headers-dir DIR'],
  [[...asked, '--kernel-package', 'x.deb'], 'exclude each other'],
  [['confirm', patch, '--debian', 'bookworm'], 'Expected a kernel series'],
  [['confirm', 'README.md', '--debian', '6.1'], 'README.md'],
])('%s is refused in words', async (args, words) => {
  const { out, errors, code } = await runInProcess(args, {}, kernel);
  expect({ out, code, said: errors.includes(words) }).toEqual({ out: '', code: 2, said: true });
});

test('a program is told of the error and of the cancelling by a line of JSON', async () => {
  const progress = ['--progress', 'json'];
  const fault = await runInProcess([...asked, ...progress]);
  expect(fault).toEqual({
    out: '',
    errors: '{"error":"no virtual machine in this test"}\n',
    code: 2,
  });
  const cancel: ConfirmOnKernel = () => Promise.reject(new CancelledError('ended'));
  const cancelled = await runInProcess([...asked, ...progress], {}, cancel);
  expect(cancelled).toEqual({ out: '', errors: '{"error":"ended"}\n', code: 130 });
});
