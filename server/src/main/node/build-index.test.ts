import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { releaseAt } from './build-index.ts';
import { DiskIndexes } from './open-index.ts';

test('what is no kernel tree is told apart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-kernel-'));
  const indexes = new DiskIndexes(undefined, join(folder, 'cache'));
  try {
    writeFileSync(join(folder, 'a.c'), '');
    for (const [path, lack] of [
      [folder, 'has no kernel Makefile'],
      [join(folder, 'nowhere'), 'There is no such directory'],
      [join(folder, 'a.c'), 'This is no directory'],
    ] as const) {
      expect(() => releaseAt(path)).toThrow(lack);
      await expect(indexes.open(path, {})).rejects.toThrow(lack);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
