import { expect, it } from 'vitest';
import { KernelConfig } from '../tree/config.ts';
import { judgeCondition } from './conditionals.ts';

const config = new KernelConfig('CONFIG_Y=y\nCONFIG_M=m\nCONFIG_HZ=250\n');

it.each([
  ['0', 'false'],
  ['1', 'true'],
  ['defined(CONFIG_Y)', 'true'],
  ['defined CONFIG_NOT', 'false'],
  ['!defined(CONFIG_NOT) && 1', 'true'],
  ['defined(CONFIG_M)', 'false'],
  ['defined(CONFIG_M_MODULE)', 'true'],
  ['IS_ENABLED(CONFIG_M)', 'true'],
  ['IS_BUILTIN(CONFIG_M)', 'false'],
  ['IS_MODULE(CONFIG_M)', 'true'],
  ['CONFIG_HZ > 100', 'unknown'],
  ['defined(SOMETHING)', 'unknown'],
  ['defined(SOMETHING) && 0', 'false'],
  ['defined(SOMETHING) || defined(CONFIG_Y)', 'true'],
  ['(defined(CONFIG_Y) && (LINUX_VERSION(2, 6) > 3))', 'unknown'],
])('%s is %s', (text, truth) => {
  expect(judgeCondition(text, config)).toBe(truth);
});

it.each([
  ['0', 'false'],
  ['!0', 'true'],
  ['SOMETHING || 1', 'true'],
  ['SOMETHING1 || __KERNEL__2', 'unknown'],
  ['SOMETHING && defined(__ASSEMBLY__)', 'false'],
  ['defined(__cplusplus) || !defined(__KERNEL__)', 'false'],
  ['defined(SOMETHING) || !IS_ENABLED(CONFIG_Y)', 'unknown'],
  ['', 'unknown'],
])('without a configuration, %s is %s', (text, truth) => {
  expect(judgeCondition(text, undefined)).toBe(truth);
});
