import { expect, test } from 'vitest';
import { wasmFiles } from '../../main/node/assets.ts';
import { loadCParser } from '../../main/node/load-c-parser.ts';
import { callSites } from './call-sites.ts';

/** `rarity`: after each call's name, how rarely a pass comes by it; `again`: also what follows the wait. */
const text = `
static int thread(void *data)
{
	prepare();                        // prepare 0
	for (;;) {
		first();                  // first 0, again
		if (odd())                // odd 0, again
			exception();      // exception 2, again
		else
			usual();          // usual 1, again
		if (unlikely(broken()))   // broken 0, again
			repair();         // repair 4, again
		if (likely(fine()))       // fine 0, again
			work();           // work 0, again
		if (asked() && told())    // asked 0, again; told 1, again
			continue;
		switch (kind) {
		case 1:
			one();            // one 2, again
		}
		wait();                   // wait 0, again
	}
	leave();                          // leave 0, again
	return 0;
}
`;

test('calls are told with how rarely a pass comes by them, and whether they follow the wait', async () => {
  const lines = text.split('\n');
  const wanted = lines.flatMap((line) => (line.split('// ')[1] ?? '').split('; ')).filter(Boolean);
  const first = lines.findIndex((line) => line.includes('thread(')) + 1;
  const waits = lines.findIndex((line) => line.includes('wait();')) + 1;
  const { calls, follows } = callSites(await loadCParser(wasmFiles()), lines, first);
  const found = calls
    .filter(({ name }) => !name.endsWith('likely'))
    .map(({ name, line, rarity }) => `${name} ${rarity}${follows(line, waits) ? ', again' : ''}`);
  expect(found).toEqual(wanted);
});

test('a label that is gone back to makes a loop', async () => {
  const loop = `int thread(void *data)
{
	prepare();
again:
	work();
	wait();
	goto again;
}
`;
  const { calls, follows } = callSites(await loadCParser(wasmFiles()), loop.split('\n'), 1);
  expect(calls.filter(({ line }) => follows(line, 6)).map(({ name }) => name)).toEqual([
    'work',
    'wait',
  ]);
});

test('a text without the function gives no calls', async () => {
  expect(callSites(await loadCParser(wasmFiles()), ['int x;'], 7).calls).toEqual([]);
});
