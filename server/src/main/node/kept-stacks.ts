import type { IndexGraph } from '../../kernel/index/index-graph.ts';
import type { KernelGraph } from '../../kernel/model.ts';
import { keptStacks } from '../../stacks/kept/decode.ts';
import { encodeStacks } from '../../stacks/kept/encode.ts';
import type { LengthSources } from '../../stacks/lengths/wait-lengths.ts';
import { findStacks, type StackFacts, toldStacks } from '../../stacks/stack-facts.ts';
import { readIndexFile, stampOf, writeIndexFile } from './index-file.ts';
import { linkNow } from './kept-links.ts';
import { runStacks, type StacksRequest } from './stacks-process.ts';

/** A tree of no more functions is worked out in no time, and in no process of its own. */
const smallTree = 20_000;

function stacksPath(indexFile: string): string {
  return `${indexFile}.stacks`;
}

/**
 * On whose stacks the functions of an indexed kernel are, which is kept beside the index at `indexFile` for
 * as long as that file stays as it is. Where nothing is kept yet a process of its own works it out for all
 * functions (some ten seconds), so that this one is free meanwhile and what it takes is given back; where that
 * cannot be, the first question works it out. `lengths`: where the lengths of timeouts are read. Rejects with
 * `ScanCancelled` when called off.
 */
export async function openStacks(
  graph: IndexGraph,
  indexFile: string,
  lengths: LengthSources,
  request: StacksRequest,
): Promise<StackFacts> {
  const known = stacksAt(graph, indexFile);
  if (known !== undefined) return known;
  if (graph.size > smallTree) await runStacks(indexFile, request);
  return stacksAt(graph, indexFile) ?? whenAsked(graph, indexFile, lengths);
}

/** What is kept beside the index at `indexFile`; `undefined` where nothing is that can be used. */
export function stacksAt(graph: KernelGraph, indexFile: string): StackFacts | undefined {
  const bytes = readIndexFile(stacksPath(indexFile));
  return bytes === undefined ? undefined : keptStacks(graph, bytes, stampOf(indexFile));
}

function whenAsked(graph: IndexGraph, indexFile: string, lengths: LengthSources): StackFacts {
  let facts: StackFacts | undefined;
  return {
    of(id) {
      facts ??= findAndKeep(graph, indexFile, lengths);
      return facts.of(id);
    },
  };
}

/** Works out and keeps on whose stacks functions are, where it can be kept. */
export function findAndKeep(
  graph: IndexGraph,
  indexFile: string,
  lengths: LengthSources,
): StackFacts {
  const stamp = stampOf(indexFile);
  linkNow(graph, indexFile, undefined);
  const found = findStacks(graph, lengths);
  if (stamp !== 'none') keep(stacksPath(indexFile), encodeStacks(found, stamp));
  return toldStacks(found);
}

function keep(path: string, bytes: Uint8Array): void {
  try {
    writeIndexFile(path, bytes);
  } catch {
    // Worked out again at the next start: the index says already that the folder cannot be written.
  }
}
