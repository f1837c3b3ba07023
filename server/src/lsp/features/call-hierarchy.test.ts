import { expect, test } from 'vitest';
import type { CallHierarchyItem, Range } from 'vscode-languageserver';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { inSmallTree, smallGraph } from '../testing/small-tree.ts';
import { treePlaces } from '../tree-places.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './call-hierarchy.ts';
import { namedAt } from './named-functions.ts';

function show({ name, detail, range }: CallHierarchyItem): string {
  return `${name} [${detail}] ${range.start.line + 1}-${range.end.line + 1}`;
}

function at(ranges: readonly Range[]): string {
  return ranges.map(({ start }) => start.line + 1).join(', ');
}

async function prepare(marked: string): Promise<readonly CallHierarchyItem[]> {
  const { judged, position } = await markedDocument(marked);
  const graph = await smallGraph();
  return prepareCallHierarchy(graph, namedAt(judged, position, graph), inSmallTree) ?? [];
}

async function check(marked: string): Promise<string> {
  const graph = await smallGraph();
  const items = await prepare(marked);
  return items
    .flatMap((item) => [
      show(item),
      ...(incomingCalls(graph, item, inSmallTree) ?? []).map(
        ({ from, fromRanges }) => `  from ${show(from)} at ${at(fromRanges)}`,
      ),
      ...(outgoingCalls(graph, item, inSmallTree) ?? []).map(
        ({ to, fromRanges }) => `  to ${show(to)} at ${at(fromRanges)}`,
      ),
    ])
    .join('\n');
}

test('from the name in a hunk header', async () => {
  expect(await check(idlePatch.replace('do_idle', 'do_‸idle'))).toMatchInlineSnapshot(`
    "do_idle [kernel/sched/idle.c] 1-5
      from cpu_startup_entry [kernel/sched/idle.c] 6-10 at 9
      to schedule_idle [kernel/sched/core.c] 1-3 at 4"
  `);
});

test('from a changed line', async () => {
  expect(await check(idlePatch.replace('"round', '"ro‸und'))).toMatch(/^do_idle /);
});

test('calls through pointers say so', async () => {
  expect(await check(idlePatch.replace('bool got_tick', '‸a_open'))).toMatchInlineSnapshot(`
    "a_open [kernel/a.c] 1-5
      from b_open [kernel/a.c · by pointer file_operations.open] 9-12 at 11
      to schedule [kernel/sched/core.c] 4-6 at 3"
  `);
});

test('nothing without a tree, of unknown names, and of items that are gone', async () => {
  const { judged, position } = await markedDocument(idlePatch.replace('do_idle', '‸do_idle'));
  const graph = await smallGraph();
  const named = namedAt(judged, position, undefined);
  expect(prepareCallHierarchy(undefined, named, treePlaces(undefined))).toBeNull();
  expect(await prepare(idlePatch.replace('bool got_tick', '‸no_such'))).toEqual([]);
  const [item] = await prepare(idlePatch.replace('do_idle', '‸do_idle'));
  if (item === undefined) throw new Error('no item');
  const gone = { ...item, data: { name: 'gone', file: 'kernel/a.c', line: 1 } };
  expect(incomingCalls(graph, gone, inSmallTree)).toBeNull();
  expect(outgoingCalls(graph, { ...item, data: 'nonsense' }, inSmallTree)).toBeNull();
});

test('in a file of the tree its own static function is meant', async () => {
  const { judged, position } = await markedDocument('static void ‸do_idle(void);\n', 'c');
  const graph = await smallGraph();
  const files = (own?: string): readonly string[] => {
    const named = namedAt(judged, position, graph, own);
    return (prepareCallHierarchy(graph, named, inSmallTree) ?? []).map(({ detail = '' }) => detail);
  };
  expect(files('kernel/sched/core.c')).toEqual(['kernel/sched/core.c']);
  expect(files()).toEqual(['kernel/sched/core.c', 'kernel/sched/idle.c']);
});
