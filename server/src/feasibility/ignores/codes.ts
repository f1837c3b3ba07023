import type { FindingCode } from '../model.ts';

/** The codes that can be ignored: all but those that tell of ignores. */
export const ignorableCodes = [
  'stall',
  'may-stall',
  'no-effect',
  'not-patchable',
  'unknown-function',
  'added-function',
  'removed-function',
  'unchanged-function',
  'quiet-cpu',
  'completes',
  'patch-problem',
] as const satisfies readonly FindingCode[];

/** Whether `text` is the code of a finding that can be ignored. */
export function isIgnorable(text: string): text is (typeof ignorableCodes)[number] {
  return (ignorableCodes as readonly string[]).includes(text);
}
