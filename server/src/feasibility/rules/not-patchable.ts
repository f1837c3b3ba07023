import type { Rule } from './model.ts';
import { placeOf } from './places.ts';
import { isHooked } from './verdicts.ts';

/** A function that ftrace cannot hook: `klp_enable_patch()` refuses the livepatch. */
export const notPatchable: Rule = {
  code: 'not-patchable',
  find: (context) =>
    context.functions.flatMap((report) => {
      const { answer } = report;
      if (answer === undefined || answer.patchable.answer !== 'no' || !isHooked(report)) return [];
      const others = answer.effectiveSet.filter((name) => name !== report.name);
      const instead =
        others.length === 0 ? '' : ` What would have to be patched: ${others.join(', ')}.`;
      return [
        {
          code: 'not-patchable',
          severity: 'error',
          message: `${report.name}() cannot be livepatched: ${answer.patchable.reason} (${answer.patchable.evidence}).${instead}`,
          ...placeOf(report),
        },
      ];
    }),
};
