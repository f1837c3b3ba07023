import { expect, it } from 'vitest';
import { type JsonReport, reportSchema } from '../../server/src/report/json-schema.ts';
import { runInProcess } from './run.ts';

async function report(command: string): Promise<JsonReport> {
  const { out } = await runInProcess([...command.split(' '), '--format', 'json']);
  return reportSchema.parse(JSON.parse(out));
}

it('says of each wait for how long it is, and whether fake signals end it', async () => {
  const { functions } = await report(
    'explain io_cqring_wait hrtimer_nanosleep do_msgrcv --kernel-release 6.12',
  );
  const waits = functions.map(({ name, residency }) => {
    const { wait } = residency[0] ?? {};
    return `${name}: ${wait?.state} ${wait?.bound}${wait?.deaf === true ? ', deaf' : ''}`;
  });
  expect(waits).toEqual([
    'io_cqring_wait: interruptible event, deaf',
    'hrtimer_nanosleep: interruptible timeout',
    'do_msgrcv: interruptible event',
  ]);
});
