import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { applyFile, reverseFile } from './apply.ts';
import { toFileLines } from './file-text.ts';
import type { FilePatch } from './model.ts';
import { readPatch } from './read.ts';

function onlyFile(patch: string): FilePatch | undefined {
  return readPatch(patch).messages[0]?.files[0];
}

/** Applies `patch` to `before`; the outcome, and each hunk's offset and fuzz or what it missed. */
function check(before: string, patch: string, after: string, notes: string): void {
  const file = onlyFile(patch);
  if (file === undefined) throw new Error('the patch has no file');
  const { lines, hunks, misses } = applyFile(toFileLines(before), file);
  expect(lines.join('')).toBe(after);
  const told = [
    ...hunks.map(({ offset, fuzz, isLoose }) => `${offset} ${fuzz}${isLoose ? ' loose' : ''}`),
    ...misses.map(({ line, expected, found }) => `missed ${line + 1} ${expected} / ${found}`),
  ];
  expect(told.join('\n')).toBe(notes);
}

const head = '--- a/x\n+++ b/x\n';
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

test('in place, moved, with fuzz, and not at all', () => {
  const patch = `${head}@@ -4,5 +4,5 @@\n 4\n 5\n-6\n+six\n 7\n 8\n`;
  check(numbers(1, 9), patch, numbers(1, 9).replace('6', 'six'), '0 0');
  check(`x\ny\n${numbers(1, 9)}`, patch, `x\ny\n${numbers(1, 9).replace('6', 'six')}`, '2 0');
  check(numbers(3, 9), patch, numbers(3, 9).replace('6', 'six'), '-2 0');
  const fuzzy = numbers(1, 9).replace('4', 'other').replace('8', 'another');
  check(fuzzy, patch, fuzzy.replace('6', 'six'), '0 1');
  const worse = fuzzy.replace('5', 'worse');
  check(worse, patch, worse.replace('6', 'six'), '0 2');
  check(numbers(1, 5), patch, numbers(1, 5), 'missed 6 6 / undefined');
});

test('an insertion without context goes after the line that it names', () => {
  check(numbers(1, 4), `${head}@@ -2,0 +3 @@\n+new\n`, '1\n2\nnew\n3\n4\n', '0 0');
  check('', `${head}@@ -0,0 +1,2 @@\n+1\n+2\n`, '1\n2\n', '0 0');
});

test('the end of a file with and without a line end', () => {
  const note = '\\ No newline at end of file\n';
  check('1\n2', `${head}@@ -1,2 +1,2 @@\n 1\n-2\n${note}+2\n`, '1\n2\n', '0 0');
  check('1\n2\n', `${head}@@ -1,2 +1,2 @@\n 1\n-2\n+2\n${note}`, '1\n2', '0 0');
});

test('white space that was squeezed is compared without', () => {
  check(
    '\tint a;\n\tb();\n\tc();\n',
    `> --- a/x\n> +++ b/x\n> @@ -1,3 +1,4 @@\n> int a;\n> b();\n> +d();\n> c();\n`,
    '\tint a;\n\tb();\nd();\n\tc();\n',
    '0 0 loose',
  );
});

const work = mkdtempSync(join(tmpdir(), 'livepatch-apply-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const text = fc
  .array(
    fc.constantFrom('a', 'b', 'c', '', '\tx();', '-- ', '--- a/x', '+++ b/x', '@@ -1 +1 @@', 'd\r'),
    {
      maxLength: 30,
    },
  )
  .chain((lines) =>
    fc.boolean().map((ended) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : '')),
  );

test('what git diff writes gives the new text, and backwards the old one', () => {
  fc.assert(
    fc.property(text, text, fc.constantFrom(0, 1, 3, 10), (before, after, context) => {
      fc.pre(before !== after);
      writeFileSync(join(work, 'one'), before);
      writeFileSync(join(work, 'two'), after);
      const { stdout } = spawnSync('git', ['diff', '--no-index', `-U${context}`, 'one', 'two'], {
        cwd: work,
      });
      const file = onlyFile(stdout.toString());
      if (file === undefined) throw new Error('no file was read');
      const forward = applyFile(toFileLines(before), file);
      expect(forward.misses).toEqual([]);
      expect(forward.lines.join('')).toBe(after);
      const back = applyFile(toFileLines(after), reverseFile(file));
      expect(back.lines.join('')).toBe(before);
    }),
    { numRuns: 120 },
  );
});
