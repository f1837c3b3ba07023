import { IndexGraph } from '../../kernel/index/index-graph.ts';
import type { KernelGraph } from '../../kernel/model.ts';
import { keptStacks as read } from '../../stacks/kept/decode.ts';
import { encodeStacks } from '../../stacks/kept/encode.ts';
import type { LengthSources } from '../../stacks/lengths/wait-lengths.ts';
import { findStacks, type StackFacts, toldStacks } from '../../stacks/stack-facts.ts';
import { indexWorkerScript } from './assets.ts';
import { readIndexFile, stampOf, writeIndexFile } from './index-file.ts';
import { linkNow } from './kept-links.ts';

/**
 * On whose stacks the functions of an indexed kernel are: computed for all of them at the first
 * question (some seconds), and kept beside the index at `indexFile` for as long as that file stays as
 * it is. `lengths`: where the lengths of timeouts are read.
 */
export function keptStacks(
  graph: KernelGraph,
  indexFile: string,
  lengths: LengthSources,
): StackFacts {
  let facts: StackFacts | undefined;
  return {
    of(id) {
      facts ??= atHand(graph, indexFile, lengths);
      return facts.of(id);
    },
  };
}

function stacksPath(indexFile: string): string {
  return `${indexFile}.stacks`;
}

/** What is kept beside the index at `indexFile`; `undefined` where nothing is that can be used. */
export function stacksAt(graph: KernelGraph, indexFile: string): StackFacts | undefined {
  const bytes = readIndexFile(stacksPath(indexFile));
  return bytes === undefined ? undefined : read(graph, bytes, stampOf(indexFile));
}

function atHand(graph: KernelGraph, indexFile: string, lengths: LengthSources): StackFacts {
  const kept = stacksAt(graph, indexFile);
  if (kept !== undefined) return kept;
  const stamp = stampOf(indexFile);
  if (graph instanceof IndexGraph) linkNow(graph, indexFile, indexWorkerScript);
  const found = findStacks(graph, lengths);
  if (stamp !== 'none') keep(stacksPath(indexFile), encodeStacks(found, stamp));
  return toldStacks(found);
}

function keep(path: string, bytes: Uint8Array): void {
  try {
    writeIndexFile(path, bytes);
  } catch {
    // Computed again at the next start: the index says already that the folder cannot be written.
  }
}
