import { expect, test } from 'vitest';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { inSmallTree, smallGraph } from '../testing/small-tree.ts';
import { treePlaces } from '../tree-places.ts';
import { definition } from './definition.ts';

async function check(marked: string, tree: string | undefined = '/src/linux'): Promise<string> {
  const { judged, position } = await markedDocument(marked);
  const found = definition(judged, position, treePlaces(tree));
  if (found === null) return 'nowhere';
  return found.map(({ uri, range }) => `${uri}:${range.start.line + 1}`).join(', ');
}

test.each([
  ['the patched function', 'do_idle', 'do_‸idle', 'file:///src/linux/kernel/sched/idle.c:258'],
  ['a line of context', 'bool', '‸bool', 'file:///src/linux/kernel/sched/idle.c:280'],
  ['a function elsewhere', 'bool', '‸cmdline_proc_show', 'file:///src/linux/fs/proc/cmdline.c:7'],
])('%s', async (_, word, marked, place) => {
  expect(await check(idlePatch.replace(word, marked))).toBe(place);
});

test('an added line leads to the line above it', async () => {
  expect(await check(idlePatch.replace('"round', '"ro‸und'))).toBe(
    'file:///src/linux/kernel/sched/idle.c:281',
  );
});

test('with the tree’s calls: the definition in the hunk’s own file, else all', async () => {
  const withGraph = async (marked: string): Promise<string> => {
    const { judged, position } = await markedDocument(marked);
    const analysis = { ...judged.analysis, graph: await smallGraph() };
    const found = definition({ ...judged, analysis }, position, inSmallTree);
    return (found ?? []).map(({ uri, range }) => `${uri}:${range.start.line + 1}`).join(', ');
  };
  const own = idlePatch.replace('do_idle', '‸do_idle');
  expect(await withGraph(own)).toBe('file:///src/linux/kernel/sched/idle.c:1');
  const elsewhere = own.replaceAll('kernel/sched/idle.c', 'kernel/other.c');
  expect(await withGraph(elsewhere)).toBe(
    'file:///src/linux/kernel/sched/core.c:7, file:///src/linux/kernel/sched/idle.c:1',
  );
});

test('nowhere without a tree', async () => {
  const { judged, position } = await markedDocument(idlePatch.replace('do_idle', '‸do_idle'));
  expect(definition(judged, position, treePlaces(undefined))).toBeNull();
});
