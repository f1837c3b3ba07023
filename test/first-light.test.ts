import { expect, it } from 'vitest';
import { explainFunctions } from '../server/src/feasibility/check.ts';
import type { Environment } from '../server/src/feasibility/environment.ts';
import type { FunctionReport } from '../server/src/feasibility/model.ts';
import { wasmFiles } from '../server/src/main/node/assets.ts';
import { loadCParser } from '../server/src/main/node/load-c-parser.ts';
import { openKernel } from '../server/src/main/node/open-kernel.ts';

/**
 * What a kernel developer expects of well-known functions: the worst residency, whether ftrace can hook
 * it, and per scenario the outcome with the strategies that free it.
 */
const expectations = `
# kernel  function             kind          patchable  verdicts
6.1       schedule_idle        idle-outer    yes        idle: completes; hog: stalls (stop-hog)
6.1       do_idle              idle-outer    yes        idle: completes; hog: stalls (stop-hog)
6.1       cpu_startup_entry    idle-outer    yes        idle: completes; hog: stalls (stop-hog)
6.1       schedule             scheduler     yes        sleeping-thread: stalls
6.1       worker_thread        thread-main   yes        sleeping-thread: stalls
6.1       kthread              thread-main   yes        sleeping-thread: stalls
6.1       __schedule           scheduler     no         sleeping-thread: stalls
6.1       cpuidle_enter_state  idle-inner    yes        idle: completes; hog: completes
6.1       cmdline_proc_show    leaf          yes        idle: completes; hog: completes
6.1       hrtimer_nanosleep    syscall-wait  yes        sleeping-user: completes
6.12      schedule_idle        idle-outer    yes        idle: completes; hog: stalls (stop-hog)
6.12      schedule             scheduler     yes        sleeping-thread: stalls
6.12      worker_thread        thread-main   yes        sleeping-thread: stalls
6.12      __schedule           scheduler     no         sleeping-thread: stalls
6.12      cmdline_proc_show    leaf          yes        idle: completes; hog: completes
6.12      default_idle_call    idle-inner    no         idle: completes; hog: completes
5.10      do_idle              idle-outer    yes        idle: stalls (flush-schedule-on-each-cpu flush-busy-program); hog: stalls (stop-hog)
4.12      do_idle              idle-outer    yes        idle: stalls (flush-schedule-on-each-cpu flush-busy-program); hog: stalls (stop-hog)
5.10      hrtimer_nanosleep    syscall-wait  yes        sleeping-user: completes
4.12      hrtimer_nanosleep    syscall-wait  yes        sleeping-user: may-stall
`;

/** The strategies of the review; others may come to help as well. */
const reviewed = new Set(['flush-schedule-on-each-cpu', 'flush-busy-program', 'stop-hog', 'wait']);

function sayVerdicts(report: FunctionReport, environment: Environment): string {
  return report.verdicts
    .filter((one) => one.profile.id === environment.profile.id)
    .map(({ scenario, verdict, strategies }) => {
      const cures = strategies
        .filter((one) => one.helps && reviewed.has(one.id))
        .map((one) => one.id);
      return `${scenario}: ${verdict.outcome}${cures.length === 0 ? '' : ` (${cures.join(' ')})`}`;
    })
    .join('; ');
}

const rows = expectations
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s{2,}/));

it.each(rows)('on %s, %s is %s', async (release, name, kind, patchable, verdicts) => {
  const parser = await loadCParser(wasmFiles());
  const environment = await openKernel({ tree: undefined, release }, parser);
  const [report] = explainFunctions([name ?? ''], environment).functions;
  expect(report?.answer?.residency[0]?.kind).toBe(kind);
  expect(report?.answer?.patchable.answer).toBe(patchable);
  expect(report && sayVerdicts(report, environment)).toBe(verdicts);
});
