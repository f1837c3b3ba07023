import { expect, test } from 'vitest';
import { pathInTree, treePlaces } from './tree-places.ts';

test.each([
  ['/src/linux', 'file:///src/linux/fs/a.c'],
  ['/src/my linux/', 'file:///src/my%20linux/fs/a.c'],
  ['C:\\src', 'file:///C:/src/fs/a.c'],
])('a file of %s has a place, and the place leads back', (tree, uri) => {
  expect(treePlaces(tree)('fs/a.c', 3)).toEqual({ uri, line: 3 });
  expect(pathInTree(tree, uri)).toBe('fs/a.c');
});

test('other files are not of the tree', () => {
  expect(pathInTree('/src/linux', 'file:///src/linux-next/fs/a.c')).toBeUndefined();
  expect(pathInTree(undefined, 'file:///src/a.c')).toBeUndefined();
  expect(treePlaces(undefined)('fs/a.c', 3)).toBeUndefined();
});
