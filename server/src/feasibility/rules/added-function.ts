import type { Rule } from './model.ts';
import { placeOf } from './places.ts';

/** A function that the patch adds: new code in the livepatch module, not hooked, on nobody's stack. */
export const addedFunction: Rule = {
  code: 'added-function',
  find: (context) =>
    context.functions
      .filter(
        (report) => report.subject.kind === 'patch' && report.subject.change.change === 'added',
      )
      .map((report) => ({
        code: 'added-function',
        severity: 'hint',
        message: `${report.name}() is added, not patched: it is on no stack when the livepatch is loaded.`,
        ...placeOf(report),
      })),
};
