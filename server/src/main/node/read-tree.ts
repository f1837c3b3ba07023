import { InputError } from '../../cli/environment.ts';
import type { IndexRequest, TreeIndex } from '../../kernel/index/indexes.ts';
import type { LengthSources } from '../../stacks/lengths/wait-lengths.ts';
import type { StackFacts } from '../../stacks/stack-facts.ts';
import { indexWorkerScript } from './assets.ts';
import { openStacks, stacksAt } from './kept-stacks.ts';
import { DiskIndexes } from './open-index.ts';

/** How a tree is read, and how that is told of and called off. */
export interface TreeReading extends Pick<IndexRequest, 'config' | 'progress' | 'cancellation'> {
  /** Takes the tree as it was indexed last, without a look at its files. */
  readonly asKept?: boolean;
}

/** What is known of the calls of a tree, and of the stacks of its functions. */
export interface ReadTree {
  readonly index: TreeIndex;
  readonly stacks: StackFacts;
}

/**
 * The tree at a path, absolute. Rejects with `NotAKernelTree`, with `ScanCancelled` when called off, and with an
 * `InputError` where it is to be taken as kept and not all of it is kept.
 */
export async function readTree(
  path: string,
  reading: TreeReading,
  lengths: LengthSources,
): Promise<ReadTree> {
  const indexes = new DiskIndexes(indexWorkerScript);
  if (reading.asKept !== true) {
    const index = await indexes.open(path, reading);
    const request = { ...reading, root: path };
    return { index, stacks: await openStacks(index.graph, index.path, lengths, request) };
  }
  const index = indexes.asKept(path, reading);
  const stacks = index === undefined ? undefined : stacksAt(index.graph, index.path);
  if (index !== undefined && stacks !== undefined) return { index, stacks };
  throw new InputError(`${path}: nothing was kept of it, or not all`);
}
