import { expect, it } from 'vitest';
import * as z from 'zod';
import { reportSchema } from './json-schema.ts';

const published = new URL('../../../docs/schema/report-1.json', import.meta.url);

it('the published schema of the JSON report is the one that the types come from', async () => {
  const schema = `${JSON.stringify(z.toJSONSchema(reportSchema), undefined, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(published.pathname);
});
