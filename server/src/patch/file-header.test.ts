import { expect, test } from 'vitest';
import { readPatch } from './read.ts';

/** The paths that are read of a file header, whatever its style. */
function checkPaths(header: string, expected: string): void {
  const { messages, problems } = readPatch(`${header}\n@@ -1 +1 @@\n-a\n+b\n`);
  const files = messages.flatMap((message) => message.files);
  const paths = files.map(({ change, oldPath, newPath }) => `${change} ${oldPath} ${newPath}`);
  expect([...paths, ...problems.map((problem) => problem.code)].join('\n')).toBe(expected);
}

test.each([
  ['--- a/kernel/x.c\n+++ b/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- kernel/x.c\n+++ kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- i/kernel/x.c\n+++ w/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- linux-6.1.orig/kernel/x.c\n+++ linux-6.1/kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  ['--- kernel/x.c.orig\n+++ kernel/x.c', 'modified kernel/x.c kernel/x.c'],
  [
    '--- linux/kernel/x.c~a-name\t2020-01-01 00:00:00.000000000 +0000\n+++ linux/kernel/x.c\t2020-01-01 00:00:01',
    'modified linux/kernel/x.c linux/kernel/x.c',
  ],
  [
    'Index: kernel/x.c\n===================\n--- kernel/x.c\t(revision 1)\n+++ kernel/x.c\t(working copy)',
    'modified kernel/x.c kernel/x.c',
  ],
  ['Index: linux/x.c\n====\n--- linux.orig/x.c\n+++ linux/x.c', 'modified x.c x.c'],
  [
    '--- a/x.c\t1970-01-01 01:00:00.000000000 +0100\n+++ b/x.c\t2020-01-01 00:00:00 +0000',
    'added undefined x.c',
  ],
  ['--- "a/\\303\\244 x.c"\n+++ "b/\\303\\244 x.c"', 'modified ä x.c ä x.c'],
  ['diff --git a/x y.c b/x y.c\n--- a/x y.c\n+++ b/x y.c', 'modified x y.c x y.c'],
  ['diff --git x.c x.c\n--- x.c\n+++ x.c', 'modified x.c x.c'],
  [
    'diff --git a/x.c b/y.c\nsimilarity index 90%\nrename from x.c\nrename to y.c\n--- a/x.c\n+++ b/y.c',
    'renamed x.c y.c',
  ],
  ['diff --git a/x.c b/x.c\n--- a/z.c\n+++ b/x.c', 'modified x.c x.c\nfile-header'],
  ['diff -u -r1.1 x.c\n--- x.c\r\n+++ x.c\r', 'modified x.c x.c'],
])('the header %j', checkPaths);
