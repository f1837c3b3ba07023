import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess } from './run.ts';

const patch = readFileSync(join(import.meta.dirname, '../../examples/idle-loop.patch'), 'utf8');

const baseline = (document: string): string =>
  JSON.stringify({
    version: 1,
    ignore: [
      { code: 'stall', function: 'do_idle', document, reason: 'the hog is stopped meanwhile' },
    ],
  });

async function check(...args: readonly string[]): Promise<{ out: string; code: number }> {
  const files = {
    'series/idle.patch': patch,
    'series/.livepatch-feasibility.json': baseline('idle.patch'),
    'other.json': baseline('series/gone.patch'),
  };
  return runInProcess(['series/idle.patch', '--kernel-release', '6.1', ...args], files);
}

test('the nearest baseline is honoured: it is said what is ignored and why, and the rest counts', async () => {
  const { out, code } = await check();
  expect(out.replace(/\s+/g, ' ')).toContain(
    'ignored: stall of do_idle(), because: the hog is stopped meanwhile (series/.livepatch-feasibility.json)',
  );
  expect(out).not.toMatch(/^series.*warning.*\n?.*\[stall\]/m);
  expect(code).toBe(0);
});

test('in JSON', async () => {
  const { out } = await check('--format', 'json');
  const report = JSON.parse(out);
  expect(report.risk).toBe(false);
  expect(report.ignored).toMatchObject([
    { finding: { code: 'stall' }, reason: 'the hog is stopped meanwhile' },
  ]);
});

test('another baseline, or none', async () => {
  expect((await check('--no-baseline')).code).toBe(1);
  expect((await check('--baseline', 'other.json')).code).toBe(1);
  expect((await check('--baseline', 'missing.json')).code).toBe(2);
});
