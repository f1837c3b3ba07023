import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { casesOf, guestLine, planSchema } from './model.ts';

function check(group: object, lines: readonly string[]): void {
  const plan = planSchema.parse({ title: '', groups: [group] });
  expect(casesOf(plan).map(guestLine)).toEqual(lines);
}

test('a group becomes one line for each function', () => {
  check(
    {
      workload: 'hog1',
      functions: ['do_idle', 'schedule_idle'],
      limit: 5,
      strategies: ['flush', 'wait'],
    },
    ['0 hog1 do_idle 0 - - 5 flush,wait', '1 hog1 schedule_idle 0 - - 5 flush,wait'],
  );
});

test('a name can say which of several, and in which module', () => {
  check({ workload: 'idle', functions: ['foo,2', 'bar@mod', 'x.isra.0'], limit: 3.5 }, [
    '0 idle foo 2 - - 3.5 -',
    '1 idle bar 0 mod - 3.5 -',
    '2 idle x.isra.0 0 - - 3.5 -',
  ]);
});

test('disabling and the thunk with a frame are flags', () => {
  check({ workload: 'idle', functions: ['f'], limit: 1, direction: 'disable', frame: true }, [
    '0 idle f 0 - frame+disable 1 -',
  ]);
});

test('nothing but names reaches the guest', () => {
  const bad = { workload: 'idle', functions: ['f; reboot'], limit: 1 };
  expect(planSchema.safeParse({ title: '', groups: [bad] }).success).toBe(false);
});

test('every plan that comes with the lab can be read', () => {
  const folder = fileURLToPath(new URL('../../../../test/kernel-lab/plans/', import.meta.url));
  for (const name of readdirSync(folder)) {
    const plan = planSchema.parse(JSON.parse(readFileSync(folder + name, 'utf8')));
    expect(casesOf(plan).length).toBeGreaterThan(0);
  }
});
