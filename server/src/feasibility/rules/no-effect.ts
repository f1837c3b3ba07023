import type { Rule } from './model.ts';
import { placeOf } from './places.ts';
import { sayResidency } from './sentences.ts';
import { isHooked, verdictsOn } from './verdicts.ts';

/** A transition that completes while some task never enters the new code. */
export const noEffect: Rule = {
  code: 'no-effect',
  find: (context) =>
    context.functions
      .filter(
        (report) =>
          isHooked(report) &&
          verdictsOn(report, context.profile).some((one) =>
            one.verdict.flags.includes('no-effect'),
          ),
      )
      .map((report) => ({
        code: 'no-effect',
        severity: 'warning',
        message: `${report.name}() ${sayResidency(report)} and is not entered anew: the tasks that are in it go on with the old code after the transition.`,
        ...placeOf(report),
      })),
};
