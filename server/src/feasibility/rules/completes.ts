import type { Rule } from './model.ts';
import { placeOf } from './places.ts';
import { sayResidency, sayTime } from './sentences.ts';
import { isHooked, isQuietCpuStall, verdictsOn } from './verdicts.ts';

/** A patched function that no scenario stalls on. */
export const completes: Rule = {
  code: 'completes',
  find: (context) =>
    context.functions.flatMap((report) => {
      const verdicts = verdictsOn(report, context.profile);
      const own = verdicts.filter(
        (one) => !isQuietCpuStall(report, one) || one.verdict.outcome === 'completes',
      );
      if (!isHooked(report) || own.length === 0 || report.answer?.patchable.answer === 'no')
        return [];
      if (own.some((one) => one.verdict.outcome !== 'completes')) return [];
      const worst = Math.max(...own.map((one) => one.verdict.seconds ?? 0));
      return [
        {
          code: 'completes',
          severity: 'hint',
          message: `${report.name}() ${sayResidency(report)}. On ${context.profile.title} the transition completes in every scenario, ${worst === 0 ? 'at once' : `after ${sayTime(worst)} at the latest`}.`,
          ...placeOf(report),
        },
      ];
    }),
};
