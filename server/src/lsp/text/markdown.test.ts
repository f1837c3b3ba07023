import { expect, test } from 'vitest';
import { code, escapeMarkdown, table } from './markdown.ts';

test.each([
  ['do_idle() calls __schedule()', 'do_idle() calls \\_\\_schedule()'],
  ['a | b\n# <script>', 'a \\| b # \\<script\\>'],
  ['[x](command:y)', '\\[x\\](command:y)'],
])('%j is shown as it stands', (text, markdown) => {
  expect(escapeMarkdown(text)).toBe(markdown);
});

test('code cannot be left by backquotes', () => {
  expect(code('a`b\n`c')).toBe("`a'b 'c`");
});

test('a table has a head and a row for each', () => {
  expect(table(['x', 'y'], [['1', '2']])).toBe('| x | y |\n| --- | --- |\n| 1 | 2 |');
});
