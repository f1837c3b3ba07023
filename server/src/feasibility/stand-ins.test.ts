import { expect, test } from 'vitest';
import type { FunctionReport } from './model.ts';
import { standIns } from './stand-ins.ts';

const cases = `
a              a()
a b            a(), b()
a b c d e f    a(), b(), c(), d(), e(), f()
a b c d e f g  a(), b(), c(), d(), e(), f() and 1 more
`;

test.each(
  cases
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/)),
)('%s: %s', (names = '', expected) => {
  const inStead = names
    .split(' ')
    .map((name) => ({ name })) as unknown as FunctionReport['inStead'];
  expect(standIns({ inStead })).toBe(expected);
});
