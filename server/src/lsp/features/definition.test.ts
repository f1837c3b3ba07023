import { expect, test } from 'vitest';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { treePlaces } from '../tree-places.ts';
import { definition } from './definition.ts';

async function check(marked: string, tree: string | undefined = '/src/linux'): Promise<string> {
  const { judged, position } = await markedDocument(marked);
  const found = await definition(judged, position, treePlaces(tree));
  return found === null ? 'nowhere' : `${found.uri}:${found.range.start.line + 1}`;
}

test.each([
  ['the patched function', 'do_idle', 'do_‸idle', 'file:///src/linux/kernel/sched/idle.c:258'],
  ['a line of context', 'bool', '‸bool', 'file:///src/linux/kernel/sched/idle.c:280'],
  ['a function elsewhere', 'bool', '‸cmdline_proc_show', 'file:///src/linux/fs/proc/cmdline.c:7'],
])('%s', async (_, word, marked, place) => {
  expect(await check(idlePatch.replace(word, marked))).toBe(place);
});

test('nowhere without a tree', async () => {
  const { judged, position } = await markedDocument(idlePatch.replace('do_idle', '‸do_idle'));
  expect(await definition(judged, position, treePlaces(undefined))).toBeNull();
});
