import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { knowledgeFromFacts } from './from-facts.ts';
import type { FunctionKnowledge } from './model.ts';

const truth = process.env['LIVEPATCH_TRUTH'];

/** Stands in the titles of tests that are left out, so that the reason is printed with them. */
const without = truth === undefined ? ' (left out: LIVEPATCH_TRUTH names no folder)' : '';

function knowledgeOf(version: string): FunctionKnowledge {
  const file = new URL(`../../facts/linux-${version}.facts.br`, import.meta.url);
  return knowledgeFromFacts(brotliDecompressSync(readFileSync(file)));
}

/** Functions on the stacks of sleeping tasks, with a task of each; running tasks are left out. */
function recorded(text: string): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  let task = '';
  for (const line of text.split('\n')) {
    const name = /^\s+([\w.]+)\+0x/.exec(line)?.[1];
    if (name === undefined) task = line;
    else if (!task.endsWith(' R') && !seen.has(name)) seen.set(name, task);
  }
  return seen;
}

/** Entered by assembly: the facts are of C functions. */
const assembly: Readonly<Record<string, readonly string[]>> = {
  '6.1': ['ret_from_fork'],
  '6.12': ['ret_from_fork_asm'],
};

interface Row {
  readonly kernel: string;
  readonly target: string;
  readonly outcome: string;
  readonly first_pass: readonly string[] | null;
  readonly blockers:
    | readonly { readonly comm: string; readonly stack?: readonly string[] }[]
    | null;
}

function rowsOf(version: string): readonly Row[] {
  return readFileSync(join(truth ?? '', 'matrix.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.kernel.startsWith(`${version}.`));
}

const fleeting: ReadonlySet<string> = new Set(['transient', 'leaf', 'interrupt']);

describe.each(['6.1', '6.12'])(`what was recorded on Linux %s${without}`, (version) => {
  const stacks = truth === undefined ? '' : join(truth, `stacks-${version}.txt`);
  const absent = truth === undefined || !existsSync(stacks);
  test.skipIf(absent)('every function on a sleeping stack is explained', () => {
    const knowledge = knowledgeOf(version);
    const missed = [...recorded(readFileSync(stacks, 'utf8'))].filter(([name]) => {
      if (assembly[version]?.includes(name) === true) return false;
      const kinds = knowledge.lookup(name)?.residency.map((each) => each.kind) ?? [];
      return !kinds.some((kind) => !fleeting.has(kind));
    });
    expect(missed).toEqual([]);
  });

  test.skipIf(absent)(
    'every function that a task slept in when a patch was loaded is explained',
    () => {
      const knowledge = knowledgeOf(version);
      const slept = rowsOf(version).filter(
        (row) =>
          row.outcome === 'stalled' ||
          row.first_pass?.some((line) => line.includes('is sleeping on')),
      );
      const missed = slept.filter((row) => {
        const kinds = knowledge.lookup(row.target)?.residency.map((each) => each.kind) ?? [];
        return !kinds.some((kind) => !fleeting.has(kind));
      });
      expect([...new Set(missed.map((row) => row.target))]).toEqual([]);
      expect(slept.length).toBeGreaterThan(20);
    },
  );

  test.skipIf(absent)('every function on the stack of a task that blocked is explained', () => {
    const knowledge = knowledgeOf(version);
    const seen = new Set(
      rowsOf(version).flatMap((row) => (row.blockers ?? []).flatMap((task) => task.stack ?? [])),
    );
    const missed = [...seen].filter((name) => {
      const answer = knowledge.lookup(name);
      // Entry code is assembly, and has no facts.
      if (answer === undefined) return !/^(entry_|ret_from_fork|asm_|do_syscall_64)/.test(name);
      return answer.residency.every((each) => fleeting.has(each.kind));
    });
    expect(missed).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });
});
