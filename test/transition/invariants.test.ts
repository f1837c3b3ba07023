import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario, TraceEvent } from '../../server/src/transition/model.ts';
import { judgeWith, strategies } from '../../server/src/transition/strategies/index.ts';
import { scenarioOf } from '../spin/generate.ts';

/** Any of the scenarios that are compared with Spin, and more of their kind. */
const scenarios: fc.Arbitrary<Scenario> = fc.integer({ min: 0, max: 100_000 }).map(scenarioOf);

/** What may end a task's being unswitched although a patched function is on its stack. */
const switchesItself: ReadonlySet<string | undefined> = new Set([
  'exit_to_user_mode_loop',
  'do_idle',
  'kgr_task_safe',
]);

function switchesOf(trace: readonly TraceEvent[], task: string): readonly TraceEvent[] {
  return trace.filter((event) => event.what === 'switched' && event.task === task);
}

test('nobody is switched with a patched function on the stack but at the self-switching places', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { functions, machine } = scenario;
      const alwaysIn = machine.tasks.filter((task) =>
        task.program.every(
          (step) =>
            'stack' in step &&
            step.stack.some((name) => functions.includes(name)) &&
            (step.do !== 'sleep' || step.home.some((name) => functions.includes(name))),
        ),
      );
      const { trace } = judge(scenario).timed;
      for (const { name } of alwaysIn)
        for (const event of switchesOf(trace, name)) expect(switchesItself).toContain(event.by);
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('a task is switched once at most', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { trace } = judge(scenario).timed;
      const names = trace.filter((event) => event.what === 'switched').map((event) => event.task);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('a strategy never turns completes into stalls unless it says so', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...strategies), (scenario, strategy) => {
      fc.pre(strategy.exists(scenario) && strategy.hinders === undefined);
      if (judge(scenario).outcome !== 'completes') return;
      expect(judgeWith(scenario, [strategy]).outcome).not.toBe('stalls');
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('a verdict does not depend on the order of the tasks', () => {
  fc.assert(
    fc.property(scenarios, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (scenario, keys) => {
      const { machine } = scenario;
      const tasks = machine.tasks
        .map((task, index) => ({ task, key: keys[index] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ task }) => task);
      const shuffled = { ...scenario, machine: { ...machine, tasks } };
      expect(judge(shuffled).outcome).toBe(judge(scenario).outcome);
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('the timed run is one of the runs that the outcome speaks of', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { outcome, timed, bounded, seconds } = judge(scenario);
      if (outcome === 'stalls') expect(timed.seconds).toBeUndefined();
      if (outcome === 'completes' && bounded) {
        expect(timed.seconds).toBeDefined();
        expect(timed.seconds ?? 0).toBeLessThanOrEqual(seconds ?? 0);
      }
    }),
    { numRuns: 500, seed: 4 },
  );
});
