import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { initramfs } from './cpio.ts';

const archive = initramfs([
  { path: 'init', content: new TextEncoder().encode('#!/bin/sh\n'), program: true },
  { path: 'lib/deep/one', content: new TextEncoder().encode('12345'), program: false },
]);

const hasCpio = spawnSync('cpio', ['--version']).status === 0;

test.skipIf(!hasCpio)('cpio reads the archive (needs the program cpio)', () => {
  const { stdout, status } = spawnSync('cpio', ['-itv', '--quiet'], { input: archive });
  const listed = stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^(\S+).*\s(\d+) \S+ +\S+ +\S+ (\S+)$/, '$1 $2 $3'));
  expect({ status, listed }).toEqual({
    status: 0,
    listed: [
      'drwxr-xr-x 0 lib',
      'drwxr-xr-x 0 lib/deep',
      '-rwxr-xr-x 10 init',
      '-rw-r--r-- 5 lib/deep/one',
    ],
  });
});

test('parts begin at multiples of four, and the trailer closes the archive', () => {
  expect(archive.length % 4).toBe(0);
  expect(Buffer.from(archive).includes('TRAILER!!!\0')).toBe(true);
});
