import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Step, Task } from '../../server/src/machine/model.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario, TraceEvent } from '../../server/src/transition/model.ts';
import { judgeWith, strategies } from '../../server/src/transition/strategies/index.ts';
import { scenarioOf } from '../spin/generate.ts';

/** Any of the scenarios that are compared with Spin, and more of their kind. */
const numbers: fc.Arbitrary<number> = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Each run looks at others; fast-check reports the seed and the number of a scenario that fails. */
const RUNS = { numRuns: 200 } as const;

/** Scenarios that failed once: looked at in every run. */
const remembered: readonly number[] = [
  320, 379, 717, 1299, 1410, 693_885_714, 864_402_218, 1_092_268_477, 1_549_305_992, 14_608_350,
  62_856_868, 2_110_286_971, 1_650_680_314, 894_101_089, 714_156_061, 472_855_874, 2_130_214_468,
];

/** Checks the remembered scenarios, then random ones. */
function always(check: (scenario: Scenario) => void): void {
  for (const number of remembered) check(scenarioOf(number));
  fc.assert(
    fc.property(numbers, (number) => check(scenarioOf(number))),
    RUNS,
  );
}

/** What may end a task's being unswitched although a patched function is on its stack. */
const switchesItself: ReadonlySet<string | undefined> = new Set([
  'exit_to_user_mode_loop',
  'do_idle',
  'kgr_task_safe',
]);

function switchesOf(trace: readonly TraceEvent[], task: string): readonly TraceEvent[] {
  return trace.filter((event) => event.what === 'switched' && event.task === task);
}

/** Whether a stack check finds a patched function in every step of the task, whenever it is made. */
function isAlwaysIn(
  { functions, direction, earlier = [], jumpThunks }: Scenario,
  task: Task,
): boolean {
  const redirected = (name: string): boolean =>
    direction === 'disable' || earlier.some((names) => names.includes(name));
  const found = (name: string): boolean =>
    functions.includes(name) &&
    (!redirected(name) || (task.sinceBoot !== true && jumpThunks !== true));
  const holds = (step: Step): boolean =>
    'stack' in step && step.stack.some(found) && (step.do !== 'sleep' || step.home.some(found));
  return task.program.every(holds);
}

test('nobody is switched with a patched function on the stack but at the self-switching places', () => {
  always((scenario) => {
    const { trace } = judge(scenario).timed;
    for (const task of scenario.machine.tasks.filter((one) => isAlwaysIn(scenario, one)))
      for (const event of switchesOf(trace, task.name)) expect(switchesItself).toContain(event.by);
  });
});

test('a task is switched once at most', () => {
  always((scenario) => {
    const { trace } = judge(scenario).timed;
    const names = trace.filter((event) => event.what === 'switched').map((event) => event.task);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('a strategy never turns completes into stalls unless it says so', () => {
  always((scenario) => {
    if (judge(scenario).outcome !== 'completes') return;
    for (const strategy of strategies) {
      if (!strategy.exists(scenario) || strategy.hinders !== undefined) continue;
      const { outcome } = judgeWith(scenario, [strategy]);
      expect(`${strategy.id}: ${outcome}`).not.toBe(`${strategy.id}: stalls`);
    }
  });
});

test('... nor do two of them', () => {
  const harmless = strategies.filter((one) => one.hinders === undefined);
  const one = fc.constantFrom(...harmless);
  fc.assert(
    fc.property(numbers, one, one, (number, first, second) => {
      const scenario = scenarioOf(number);
      fc.pre(first.exists(scenario) && second.exists(scenario));
      if (judge(scenario).outcome !== 'completes') return;
      expect(judgeWith(scenario, [first, second]).outcome).not.toBe('stalls');
    }),
    RUNS,
  );
});

/** Of two real-time loops for one CPU, the one that stands first in the file has it first. */
function contends({ machine }: Scenario): boolean {
  const realtime = machine.tasks.filter(
    ({ policy, program }) =>
      ['fifo', 'rr'].includes(policy) && program.some((step) => step.do.startsWith('run-')),
  );
  return realtime.length > 1;
}

test('a verdict does not depend on the order of the tasks', () => {
  always((scenario) => {
    if (contends(scenario)) return;
    const { machine } = scenario;
    const { outcome, flags } = judge(scenario);
    const [first, ...rest] = machine.tasks;
    const orders = [
      [...machine.tasks].reverse(),
      [...rest, ...(first === undefined ? [] : [first])],
    ];
    for (const tasks of orders)
      expect(judge({ ...scenario, machine: { ...machine, tasks } })).toMatchObject({
        outcome,
        flags,
      });
  });
});

test('the timed run is one of the runs that the outcome speaks of', () => {
  always((scenario) => {
    const { outcome, timed, bounded, seconds } = judge(scenario);
    if (outcome === 'stalls') expect(timed.seconds).toBeUndefined();
    if (outcome === 'completes' && bounded) {
      expect(timed.seconds).toBeDefined();
      expect(timed.seconds ?? 0).toBeLessThanOrEqual(seconds ?? 0);
    }
  });
});

test('... with every strategy too', () => {
  const any = fc.constantFrom(...strategies);
  fc.assert(
    fc.property(numbers, any, (number, strategy) => {
      const scenario = scenarioOf(number);
      fc.pre(strategy.exists(scenario));
      const { outcome, timed, bounded, seconds } = judgeWith(scenario, [strategy]);
      if (outcome === 'stalls') expect(timed.seconds).toBeUndefined();
      if (outcome === 'completes' && bounded)
        expect(timed.seconds ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(seconds ?? 0);
    }),
    RUNS,
  );
});
