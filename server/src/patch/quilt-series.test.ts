import { expect, test } from 'vitest';
import { readQuiltSeries } from './quilt-series.ts';

test('names, options and comments', () => {
  expect(
    readQuiltSeries('# my patches\n\nfirst.patch\nsub/second.diff -p0 # why\nthird.patch -p1\n'),
  ).toEqual([
    { name: 'first.patch', strip: 1 },
    { name: 'sub/second.diff', strip: 0 },
    { name: 'third.patch', strip: 1 },
  ]);
});

test('what is no series file', () => {
  expect(readQuiltSeries('')).toBeUndefined();
  expect(readQuiltSeries('--- a/x.c\n+++ b/x.c\n')).toBeUndefined();
  expect(readQuiltSeries('some words of prose in a line\n')).toBeUndefined();
});
