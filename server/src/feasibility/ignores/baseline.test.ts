import { expect, it } from 'vitest';
import * as z from 'zod';
import { baselineSchema } from './baseline.ts';

const published = new URL('../../../../docs/schema/baseline-1.json', import.meta.url);

it('the published schema of the baseline file is the one that it is read by', async () => {
  const schema = `${JSON.stringify(z.toJSONSchema(baselineSchema), undefined, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(published.pathname);
});
