import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SmallTree } from '../../../../test/index/small-tree.ts';
import { openStacks, stacksAt } from './kept-stacks.ts';
import { lengthSources } from './length-sources.ts';
import { DiskIndexes } from './open-index.ts';

let tree: SmallTree;

beforeEach(() => {
  tree = new SmallTree();
  tree.write('kernel/Makefile', 'obj-y += sched/\n');
  tree.write('kernel/sched/Makefile', 'obj-y += core.o\n');
  tree.write(
    'kernel/sched/core.c',
    `static void __schedule(int mode) { }
void schedule(void) { __schedule(0); }
int sleeper(void) { set_current_state(TASK_UNINTERRUPTIBLE); schedule(); return 0; }
int user(void) { return sleeper(); }
`,
  );
});

afterEach(() => tree.dispose());

/** The kinds of sleeper(), from an index kept in a folder, and whether they are kept there after. */
async function kindsIn(folder: string): Promise<string> {
  const { graph, path } = await new DiskIndexes(undefined, folder).open(tree.root, {});
  const lengths = lengthSources(tree.root, undefined);
  const stacks = await openStacks(graph, path, lengths, { root: tree.root });
  const [id] = graph.definitions('sleeper');
  const kinds = stacks.of(id?.id ?? -1).residency.map(({ kind }) => kind);
  return `${kinds.join(' ')}, ${stacksAt(graph, path) === undefined ? 'not kept' : 'kept'}`;
}

test('stacks are worked out, kept beside the index and worked out again when they are damaged', async () => {
  expect(await kindsIn(tree.cache)).toBe('transient, kept');
  const file = readdirSync(tree.cache).find((name) => name.endsWith('.stacks')) ?? '';
  writeFileSync(join(tree.cache, file), 'damaged');
  expect(await kindsIn(tree.cache)).toBe('transient, kept');
});

test('where no folder can be, they are worked out and not kept', async () => {
  tree.write('a-file', '');
  expect(await kindsIn(join(tree.root, 'a-file/cache'))).toBe('transient, not kept');
});
