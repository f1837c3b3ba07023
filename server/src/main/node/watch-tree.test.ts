import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Watching } from '../../lsp/kernel-watch.ts';
import { watchTree } from './watch-tree.ts';

let folder = '';
let watching: Watching | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livepatch-watch-'));
});

afterEach(() => {
  watching?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether something is told within a while after `act`. */
async function isTold(act: () => void): Promise<boolean> {
  let told = (): void => {};
  const heard = new Promise<boolean>((resolve) => {
    told = () => resolve(true);
  });
  watching = watchTree(join(folder, 'tree'), () => told());
  act();
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000));
  return Promise.race([heard, late]);
}

test('a checkout is told of', async () => {
  mkdirSync(join(folder, 'tree/.git'), { recursive: true });
  const told = isTold(() => {
    writeFileSync(join(folder, 'tree/.git/HEAD.lock'), 'ref: refs/heads/other\n');
    renameSync(join(folder, 'tree/.git/HEAD.lock'), join(folder, 'tree/.git/HEAD'));
  });
  expect(await told).toBe(true);
});

test('in a worktree too, and another configuration', async () => {
  mkdirSync(join(folder, 'repository/worktrees/tree'), { recursive: true });
  mkdirSync(join(folder, 'tree'));
  writeFileSync(
    join(folder, 'tree/.git'),
    `gitdir: ${join(folder, 'repository/worktrees/tree')}\n`,
  );
  const head = join(folder, 'repository/worktrees/tree/HEAD');
  expect(await isTold(() => writeFileSync(head, 'ref: refs/heads/other\n'))).toBe(true);
  watching?.dispose();
  expect(await isTold(() => writeFileSync(join(folder, 'tree/.config'), 'CONFIG_SMP=y\n'))).toBe(
    true,
  );
});

test('what is not there is not watched', () => {
  watching = watchTree(join(folder, 'nowhere'), () => {});
});
