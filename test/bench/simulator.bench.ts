import type { Machine } from '../../server/src/machine/model.ts';
import { cpuHog, idleMachine, withTasks } from '../../server/src/machine/workloads.ts';
import { compile } from '../../server/src/transition/engine/program.ts';
import { prove } from '../../server/src/transition/explore/prove.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario } from '../../server/src/transition/model.ts';
import { profileFor } from '../../server/src/transition/profiles.ts';
import { tryStrategies } from '../../server/src/transition/strategies/index.ts';
import { scenarioOf } from '../spin/generate.ts';
import { missingTool, Pan } from '../spin/pan.ts';

const SIZES = [4, 16, 64, 256];
const COMPARED = 40;
const RUNS = 20;

/** The step of the clock that pan reads, in milliseconds. */
const CLOCK_STEP = 10;

function scenario(machine: Machine): Scenario {
  const profile = profileFor('6.1');
  return { title: 'bench', profile, machine, functions: ['do_idle'], direction: 'load' };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

function milliseconds(action: () => unknown, runs = RUNS): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  return median(times);
}

function megabytes(): number {
  return process.memoryUsage().heapUsed / (1 << 20);
}

function sizes(report: (line: string) => void): void {
  for (const cpus of SIZES) {
    const quiet = idleMachine(cpus, false);
    const hogs = Array.from({ length: cpus }, (_, cpu) => cpuHog(cpu));
    const pinned = scenario(withTasks(quiet, ...hogs));
    const roaming = scenario(withTasks(quiet, ...hogs.map((hog) => ({ ...hog, affinity: [] }))));
    for (const [name, asked] of [
      ['pinned', pinned],
      ['roaming', roaming],
    ] as const) {
      const before = megabytes();
      const time = milliseconds(() => judge(asked), 3);
      const { proof } = judge(asked);
      const grown = Math.max(0, megabytes() - before).toFixed(0);
      report(
        `${cpus} CPUs, ${cpus} ${name} hogs: ${time.toFixed(1)} ms to the verdict with its timed run, ${proof.states} states, heap +${grown} MB`,
      );
    }
  }
}

async function besideSpin(report: (line: string) => void): Promise<void> {
  const missing = missingTool();
  if (missing !== undefined) {
    report(`beside Spin: left out, ${missing} is not installed`);
    return;
  }
  const pan = await Pan.build();
  let ours = 0;
  let theirs = 0;
  let slower = 0;
  let slowerThanItself = 0;
  for (let number = 0; number < COMPARED; number += 1) {
    const asked = scenarioOf(number);
    const time = milliseconds(() => prove(compile(asked)), 3);
    const start = performance.now();
    const before = pan.seconds;
    await pan.outcome(asked);
    const panTime = performance.now() - start;
    if (time > (pan.seconds - before) * 1000 + CLOCK_STEP) slowerThanItself += 1;
    ours += time;
    theirs += panTime;
    if (time > panTime) slower += 1;
  }
  pan.dispose();
  report(
    `${COMPARED} generated scenarios: ${ours.toFixed(0)} ms; pan ${(pan.seconds * 1000).toFixed(0)} ms by its own clock (in steps of ${CLOCK_STEP} ms), ${theirs.toFixed(0)} ms with its processes; slower than pan's own clock in ${slowerThanItself}, than its processes in ${slower}`,
  );
}

/** Time and memory to a verdict. */
export default async function bench(report: (line: string) => void): Promise<void> {
  const quiet = idleMachine(2, false);
  const both = [scenario(quiet), scenario(withTasks(quiet, cpuHog(1)))];
  const time = milliseconds(() => both.map((asked) => [judge(asked), tryStrategies(asked)]));
  report(`both scenarios of one function with every strategy: ${time.toFixed(1)} ms`);
  sizes(report);
  await besideSpin(report);
}
