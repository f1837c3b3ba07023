import { expect, test } from 'vitest';
import type { KernelFunction } from '../../kernel/model.ts';
import { inSmallTree, smallGraph } from '../testing/small-tree.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

test('functions with their places; too short a query finds none', async () => {
  const graph = await smallGraph();
  const search = (): readonly KernelFunction[] => graph.definitions('schedule');
  const found = workspaceSymbols({ ...graph, search }, 'sched', inSmallTree);
  expect(found).toMatchObject([
    {
      name: 'schedule',
      containerName: 'kernel/sched/core.c',
      location: { range: { start: { line: 3, character: 0 } } },
    },
  ]);
  expect(workspaceSymbols({ ...graph, search }, 's', inSmallTree)).toEqual([]);
});

test('nothing without a tree', () => {
  expect(workspaceSymbols(undefined, 'schedule', inSmallTree)).toEqual([]);
});
