import type { Rule } from './model.ts';
import { placeOf } from './places.ts';

/** A function that the patch removes: a livepatch leaves the old body in place and changes its callers. */
export const removedFunction: Rule = {
  code: 'removed-function',
  find: (context) =>
    context.functions
      .filter(
        (report) => report.subject.kind === 'patch' && report.subject.change.change === 'removed',
      )
      .map((report) => ({
        code: 'removed-function',
        severity: 'hint',
        message: `${report.name}() is removed: a livepatch cannot take it away, only change its callers, which are judged here.`,
        ...placeOf(report),
      })),
};
