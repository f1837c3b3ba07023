import { expect, test } from 'vitest';
import { agreements, describe } from './agreement.ts';

test('the tool answers as the recorded kernels did', async () => {
  const all = await agreements();
  for (const one of all) process.stdout.write(`${describe(one)}\n`);
  const wrong = all.flatMap((one) => one.comparisons.filter(({ agrees }) => !agrees));
  expect(wrong).toEqual([]);
  // Four kernels are recorded, and hardly anything is left unasked.
  expect(all.length).toBe(4);
  for (const { comparisons, unasked } of all) {
    expect(comparisons.length).toBeGreaterThan(150);
    expect(unasked.length).toBeLessThan(comparisons.length / 20);
  }
});
