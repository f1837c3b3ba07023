import { expect, test } from 'vitest';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { inSmallTree, smallGraph } from '../testing/small-tree.ts';
import { namedAt } from './named-functions.ts';
import { references } from './references.ts';

async function check(marked: string, withDeclaration = false, hasTree = true): Promise<string[]> {
  const { judged, position } = await markedDocument(marked);
  const graph = hasTree ? await smallGraph() : undefined;
  const named = namedAt(judged, position, graph);
  const found = references(judged, named, graph, inSmallTree, withDeclaration);
  return found.map(({ uri, range }) => `${uri.slice('file:///'.length)}:${range.start.line + 1}`);
}

const onName = idlePatch.replace('do_idle', 'do_‸idle');

test('the places of the patch, and the calls in the tree', async () => {
  expect(await check(onName)).toEqual([
    'patches/example.patch:3',
    'patches/example.patch:7',
    'src/linux/kernel/sched/idle.c:9',
  ]);
});

test('with the definition', async () => {
  expect(await check(onName, true)).toContain('src/linux/kernel/sched/idle.c:1');
});

test('without a tree the patch alone', async () => {
  expect(await check(onName, true, false)).toEqual([
    'patches/example.patch:3',
    'patches/example.patch:7',
  ]);
});
