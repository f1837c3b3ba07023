import { expect } from 'vitest';
import { callsIn, dedent, graphOf } from '../../test-tree.ts';

/** Expects the calls of a tree given as text (`treeOf`), a line each: "caller -> callee kind via". */
export async function checkCalls(source: string, expected: string, config?: string): Promise<void> {
  expect(callsIn(await graphOf(source, config))).toBe(dedent(expected));
}
