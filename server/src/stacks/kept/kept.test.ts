import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KernelGraph } from '../../kernel/model.ts';
import { openKernelTree } from '../../kernel/open-tree.ts';
import { findStacks, toldStacks } from '../stack-facts.ts';
import { memoryTree, smallKernel } from '../testing/small-kernel.ts';
import { keptStacks } from './decode.ts';
import { encodeStacks } from './encode.ts';

const source = `
static int wait_for_it(void) { return wait_event_interruptible(queue, ready); }
static int worker(void *data) { while (!kthread_should_stop()) wait_for_it(); return 0; }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); return 0; }
SYSCALL_DEFINE1(anyone, int, fd) { return wait_for_it(); }
`;

async function kernel(): Promise<KernelGraph> {
  return openKernelTree(memoryTree({ ...smallKernel, 'drivers/test.c': source }));
}

test('what was computed is read again', async () => {
  const graph = await kernel();
  const found = findStacks(graph);
  const kept = keptStacks(graph, encodeStacks(found, 'stamp'), 'stamp');
  const told = toldStacks(found);
  for (let id = 0; id < graph.size; id += 1) expect(kept?.of(id)).toEqual(told.of(id));
});

test('what belongs to another index is not taken', async () => {
  const graph = await kernel();
  const bytes = encodeStacks(findStacks(graph), 'one');
  expect(keptStacks(graph, bytes, 'another')).toBe(undefined);
});

test('cut and damaged bytes are not taken', async () => {
  const graph = await kernel();
  const whole = encodeStacks(findStacks(graph), 'stamp');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      expect(keptStacks(graph, damaged, 'stamp')).toBe(undefined);
      expect(keptStacks(graph, whole.slice(0, at), 'stamp')).toBe(undefined);
    }),
  );
});
