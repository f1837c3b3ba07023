import type { Flow } from './flow.ts';

/** The numbers of the files that define system calls. */
export function callFilesOf(flow: Flow): ReadonlySet<number> {
  const calls = flow.graph.roots().filter(({ kind }) => kind === 'syscall');
  return new Set(calls.map((root) => flow.fileOf[root.function] ?? 0));
}
