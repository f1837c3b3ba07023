import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { KernelLists } from '../../../server/src/kernel/symbols/lists.ts';
import { readSymbols, readTraceable } from '../../../server/src/kernel/symbols/text-lists.ts';

/** One measurement: a function patched on a real kernel under a workload. */
export interface Row {
  readonly kernel: string;
  readonly target: string;
  readonly workload: string;
  readonly cpus: number;
  readonly thunk: 'jmp' | 'call';
  readonly outcome: 'complete' | 'stalled' | 'not-loadable';
  readonly seconds_to_complete: number | null;
  readonly seconds_polled: number;
  readonly blockers: readonly { readonly comm: string; readonly reason: string }[];
  readonly first_pass: readonly string[] | null;
  readonly after_strategy: Readonly<
    Record<string, { readonly stalled_before: boolean; readonly completed?: boolean }>
  >;
}

/** Where the recorded truth lies, or `undefined`. */
export const { LIVEPATCH_TRUTH: truthFolder } = process.env;

/** Every recorded row. */
export function rows(folder: string): readonly Row[] {
  return readFileSync(join(folder, 'matrix.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Row => JSON.parse(line));
}

/** The recorded stacks of an idle machine. */
export function stacksOf(folder: string, version: '6.1' | '6.12'): string {
  return readFileSync(join(folder, `stacks-${version}.txt`), 'utf8');
}

/** The lists that the measured kernel itself gave of its functions; `undefined` for other kernels. */
export function listsOf(folder: string, version: string): KernelLists | undefined {
  if (version !== '6.1' && version !== '6.12') return undefined;
  const read = (name: string): string =>
    gunzipSync(readFileSync(join(folder, `${name}-${version}.txt.gz`))).toString('utf8');
  const symbols = readSymbols(read('symbols'));
  const traceable = readTraceable(read('available_filter_functions'));
  return symbols === undefined || traceable === undefined ? undefined : { symbols, traceable };
}
