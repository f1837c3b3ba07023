import { beforeAll, describe, expect, test } from 'vitest';
import { Tool } from './asked.ts';
import { listsOf, type Row, rows, truthFolder } from './row.ts';

/**
 * Functions that real kernels refused, and of which source and configuration do not tell: a compiler
 * made a copy in their stead, or it did not make the copy that was asked for.
 */
const onlyListsTell: ReadonlySet<string> = new Set([
  '6.1 cpu_idle_poll',
  '6.1 finish_task_switch',
  '6.12 finish_task_switch',
  '6.12 ptrace_stop.part.0',
]);

/** Functions that real kernels took, each with the reason why the tool doubts it. */
const doubted: ReadonlySet<string> = new Set([
  // Static with one caller, and yet the compiler left it alone: it never returns.
  '6.1 devtmpfs_work_loop',
  '6.12 devtmpfs_work_loop',
]);

/** The same where the tool has the kernel's lists. */
const doubtedByLists: ReadonlySet<string> = new Set([
  // Of the same code as a function that is listed, which only lists with addresses tell.
  '6.1 __x64_sys_pause',
]);

function keyOf({ kernel, target }: Row): string {
  return `${/^\d+\.\d+/.exec(kernel)?.[0] ?? kernel} ${target}`;
}

describe.skipIf(truthFolder === undefined)('what real kernels refused to patch', () => {
  const folder = truthFolder ?? '';
  const all = truthFolder === undefined ? [] : rows(folder);
  const refused = all.filter((row) => row.outcome === 'not-loadable');
  const loaded = all.filter((row) => row.outcome !== 'not-loadable');
  let bare: Tool | undefined;
  let withLists: Tool | undefined;
  beforeAll(async () => {
    const known = new Map(['6.1', '6.12'].map((each) => [each, listsOf(folder, each)]));
    bare = await Tool.open();
    withLists = await Tool.open((release) => known.get(release));
  });
  const refuses = (tool: Tool | undefined, row: Row): boolean | undefined =>
    tool?.ask({ ...row, direction: 'load' }).refused;

  const told = refused.filter((row) => !onlyListsTell.has(keyOf(row)));
  test.each(told)('$kernel $target: not patchable', (row) => {
    expect(refuses(bare, row)).toBe(true);
  });
  test.each(refused)('$kernel $target: not patchable, by its own lists', (row) => {
    expect(refuses(withLists, row)).toBe(true);
  });
  const takenByLists = loaded.filter((row) => !doubtedByLists.has(keyOf(row)));
  test.each(takenByLists)(
    '$kernel $target under $workload: not refused, by its own lists',
    (row) => {
      expect(refuses(withLists, row)).toBe(false);
    },
  );
  const taken = loaded.filter((row) => !doubted.has(keyOf(row)));
  test.each(taken)('$kernel $target under $workload: not refused', (row) => {
    expect(refuses(bare, row)).toBe(false);
  });
});

if (truthFolder === undefined)
  console.log(
    'LIVEPATCH_TRUTH is not set: the comparison with what real kernels refused is left out',
  );
