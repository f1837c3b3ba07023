import { expect, test } from 'vitest';
import { agreements, describe } from './agreement.ts';

test('the tool answers as the recorded kernels did', async () => {
  const all = await agreements();
  for (const one of all) process.stdout.write(`${describe(one)}\n`);
  const wrong = all.flatMap((one) => one.comparisons.filter(({ agrees }) => !agrees));
  expect(wrong.length).toBe(0);
});
