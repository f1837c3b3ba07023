import { expect } from 'vitest';
import { openKernelTree } from '../../kernel/open-tree.ts';
import { knowledgeFromGraph } from '../from-graph.ts';
import type { FunctionAnswer, FunctionKnowledge, Residency } from '../model.ts';
import type { PatchSources } from '../patchable/patchability.ts';
import { memoryTree, smallKernel } from './small-kernel.ts';

function line(residency: Residency): string {
  const { kind, wait, task, path } = residency;
  const how =
    wait === undefined
      ? ''
      : ` ${wait.state}${wait.freezable ? '+freezable' : ''}${wait.deaf ? '+deaf' : ''} ${wait.bound}`;
  const who = kind === 'thread-wait' || kind === 'syscall-wait' ? ` [${task}]` : '';
  const way = path.map((step) => step.function).join(' > ');
  return `${kind}${how}${who}${way === '' ? '' : `: ${way}`}`;
}

function rendered(name: string, answer: FunctionAnswer | undefined): string {
  const lines = answer === undefined ? ['unknown'] : answer.residency.map(line);
  return lines.map((each) => `${name} ${each}`).join('\n');
}

/**
 * Judges the functions named at the start of each line of `expected` (`name kind state bound [task]: path`),
 * in the small kernel with `source` added.
 */
export async function checkResidency(
  source: string,
  expected: string,
  sources: PatchSources = {},
): Promise<void> {
  const graph = await openKernelTree(memoryTree({ ...smallKernel, 'fs/test.c': source }));
  checkAnswers(knowledgeFromGraph(graph, 'a test', sources), expected);
}

/** Holds what is known to lines such as those of `checkResidency`. */
export function checkAnswers(knowledge: FunctionKnowledge, expected: string): void {
  const wanted = expected
    .trim()
    .split('\n')
    .map((each) => each.trim());
  const names = new Set(wanted.map((each) => each.split(' ')[0] ?? ''));
  const found = [...names].map((name) => rendered(name, knowledge.lookup(name)));
  expect(found.join('\n')).toBe(wanted.join('\n'));
}
