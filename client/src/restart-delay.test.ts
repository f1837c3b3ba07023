import { expect, test } from 'vitest';
import { RestartDelay } from './restart-delay.ts';

function check(ends: readonly number[]): (number | undefined)[] {
  const delay = new RestartDelay();
  return ends.map((end) => delay.next(end));
}

test('the wait doubles, then it is given up', () => {
  expect(check([0, 1, 2, 3, 4, 5])).toEqual([0, 1_000, 2_000, 4_000, 8_000, undefined]);
});

test('ends of long ago are forgotten', () => {
  expect(check([0, 200_000, 400_000])).toEqual([0, 0, 0]);
});
