import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { confirmWith } from './spawn.ts';

const folder = mkdtempSync(join(tmpdir(), 'livepatch-confirm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const question = { text: 'a patch', language: 'patch', kernel: ['--debian', '6.1'] } as const;

/** Runs a stand-in for the command line; `cancelAfter` is the number of steps after which it is taken back. */
async function check(
  script: string,
  cancelAfter = Number.POSITIVE_INFINITY,
): Promise<{ readonly steps: readonly string[]; readonly result: unknown }> {
  const cli = join(folder, `${Math.random()}.cjs`);
  writeFileSync(cli, script);
  const steps: string[] = [];
  const asked: (() => void)[] = [];
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      asked.push(listener);
      return { dispose: () => {} };
    },
  };
  const cancel = (): void => {
    token.isCancellationRequested = true;
    for (const listener of asked) listener();
  };
  const run = confirmWith(cli)(
    question,
    ({ message, done, total }) => {
      steps.push(`${message} ${done}/${total}`);
      if (steps.length >= cancelAfter) cancel();
    },
    token as never,
  );
  const result = await run.catch((fault: Error) => fault.message);
  return { steps, result };
}

const say = (line: object): string =>
  `process.stderr.write(${JSON.stringify(`${JSON.stringify(line)}\n`)});`;

test('the text goes in, steps and the answer come out; lines that are no JSON are passed over', async () => {
  const { steps, result } = await check(`
    process.stderr.write('a warning of somebody else\\n');
    ${say({ message: 'booting', done: 0, total: 2 })}
    const read = require('node:fs').readFileSync(0, 'utf8');
    process.stdout.write(JSON.stringify({ read, args: process.argv.slice(2) }));
    process.exitCode = 1;`);
  expect(steps).toEqual(['booting 0/2']);
  expect(result).toEqual({
    read: 'a patch',
    args: 'confirm - --language patch --debian 6.1 --format json --progress json'.split(' '),
  });
});

test('what the program says of its failure reaches the user', async () => {
  const { result } = await check(
    `${say({ error: 'qemu is not installed' })} process.exitCode = 2;`,
  );
  expect(result).toBe('qemu is not installed');
});

test('a program that ends without a word is told of', async () => {
  const { result } = await check('process.exit(7);');
  expect(result).toBe('livepatch-check confirm ended with 7');
});

test('taken back, it is told to end and gives no answer', async () => {
  const { result } = await check(
    `process.on('SIGTERM', () => process.exit(130));
    setInterval(() => {}, 1000);
    ${say({ message: 'booting', done: 0, total: 2 })}`,
    1,
  );
  expect(result).toBeUndefined();
});
