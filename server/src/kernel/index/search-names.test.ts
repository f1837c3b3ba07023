import { expect, test } from 'vitest';
import { searchNames } from './search-names.ts';

const names = [
  '',
  'reschedule',
  'schedule',
  'schedule_timeout',
  'do_idle',
  'SYSC_dup',
  's_c_h_e_d',
  'scheduled',
];

/** Names as an index keeps them: texts behind each other. */
function check(query: string, limit = 10): string {
  const bytes = names.map((name) => new TextEncoder().encode(name));
  const textFrom = new Int32Array(names.length + 1);
  for (const [index, one] of bytes.entries()) {
    textFrom[index + 1] = (textFrom[index] ?? 0) + one.length;
  }
  const text = new Uint8Array(bytes.flatMap((one) => [...one]));
  const isWanted = (name: number): boolean => names[name] !== 'scheduled';
  return searchNames({ text, textFrom }, query, limit, isWanted)
    .map((name) => names[name])
    .join(' ');
}

test.each([
  ['schedule', 'schedule schedule_timeout reschedule'],
  ['sched', 'schedule schedule_timeout reschedule s_c_h_e_d'],
  ['DOIDLE', 'do_idle'],
  ['sysc_dup', 'SYSC_dup'],
  ['zzz', ''],
])('%s', (query, found) => {
  expect(check(query)).toBe(found);
});

test('no more than asked for', () => {
  expect(check('sched', 1)).toBe('schedule');
});
