import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { releaseAt } from './build-index.ts';

test('what is no kernel tree is told apart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-kernel-'));
  try {
    writeFileSync(join(folder, 'a.c'), '');
    expect(() => releaseAt(folder)).toThrow('has no kernel Makefile');
    expect(() => releaseAt(join(folder, 'nowhere'))).toThrow('There is no such directory');
    expect(() => releaseAt(join(folder, 'a.c'))).toThrow('This is no directory');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
