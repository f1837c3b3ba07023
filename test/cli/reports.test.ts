import { expect, it } from 'vitest';
import { runInProcess } from './run.ts';

/** Each command with the file that holds what it prints. */
const commands: readonly (readonly [file: string, command: string])[] = [
  ['example', 'examples/idle-loop.patch --kernel-release 6.1'],
  ['example-on-5.10', 'examples/idle-loop.patch --kernel-release 5.10'],
  ['reply', 'examples/review-reply.eml --kernel-release 6.1'],
  ['module', 'examples/livepatch-module.c --kernel-release 6.12'],
  ['explain-waits', 'explain hrtimer_nanosleep kernel_clone get_signal --kernel-release 6.1'],
  ['explain-no', 'explain __schedule --kernel-release 6.1'],
  ['explain-json', 'explain schedule_idle --kernel-release 6.1 --format json'],
  ['help', '--help'],
];

it.each(commands)('%s: livepatch-check %s', async (file, command) => {
  const { out, errors, code } = await runInProcess(command.split(' '));
  const shown = `$ livepatch-check ${command}\n${out}${errors}exit code ${code}\n`;
  await expect(shown).toMatchFileSnapshot(`cases/${file}.txt`);
  const [widest] = out.split('\n').sort((left, right) => right.length - left.length);
  if (!command.includes('json')) expect(widest?.length, widest).toBeLessThanOrEqual(80);
});
