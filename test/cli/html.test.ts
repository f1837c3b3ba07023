import { expect, it } from 'vitest';
import { runInProcess } from './run.ts';

it('--format html prints one page for all patches, with the usual exit code', async () => {
  const { out, errors, code } = await runInProcess(
    'examples/idle-loop.patch examples/livepatch-module.c --kernel-release 6.1 --format html'.split(
      ' ',
    ),
  );
  expect(errors).toBe('');
  expect(code).toBe(1);
  expect(out.match(/<!DOCTYPE html>/g)).toHaveLength(1);
  expect(out.match(/<article/g)).toHaveLength(2);
  expect(out).toContain('<svg');
});
