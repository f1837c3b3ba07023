import { expect, test } from 'vitest';
import { cpuHog, idleMachine, withTasks } from '../machine/workloads.ts';
import { judge } from '../transition/judge.ts';
import type { Scenario } from '../transition/model.ts';
import { profileFor } from '../transition/profiles.ts';
import { filmOf } from './film/film.ts';
import { foldAlike } from './fold.ts';

function check(cpus: number, hogs: readonly number[]): readonly string[] {
  const scenario: Scenario = {
    title: 'hogs',
    profile: profileFor('5.10'),
    machine: withTasks(idleMachine(cpus, false), ...hogs.map((cpu) => cpuHog(cpu))),
    functions: ['do_idle'],
    direction: 'load',
  };
  const verdict = judge(scenario);
  const { trace } = verdict;
  const film = foldAlike(filmOf({ scenario, trace, verdict, strategy: undefined }));
  return film.lanes.map((lane) => `${lane.title} (${lane.subtitle}) × ${lane.members}`);
}

test('two alike stay two, in their places', () => {
  expect(check(3, [1])).toEqual([
    'CPU 0 (swapper/0) × 1',
    'CPU 1 (swapper/1) × 1',
    'CPU 2 (swapper/2) × 1',
    'hog/1 (user task, CPU 1) × 1',
  ]);
});

test('many alike are one', () => {
  expect(check(64, [10, 11, 12, 13])).toEqual([
    'CPU 0 (swapper/0) × 1',
    'CPU 1 … 63 (59 CPUs alike) × 59',
    'CPU 10 … 13 (4 CPUs alike) × 4',
    'hog/10 … 13 (4 tasks alike) × 4',
  ]);
});
