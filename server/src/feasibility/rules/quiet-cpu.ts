import type { Rule, RuleContext } from './model.ts';
import { placeOf } from './places.ts';
import { sayCure, sayScenario } from './sentences.ts';
import { isHooked, isQuietCpuStall, verdictsOn } from './verdicts.ts';

function quietStalls(context: RuleContext) {
  return context.functions.filter(isHooked).flatMap((report) =>
    verdictsOn(report, context.profile)
      .filter((one) => one.verdict.outcome !== 'completes' && isQuietCpuStall(report, one))
      .map((verdict) => ({ report, verdict })),
  );
}

/**
 * Before 5.16 nothing kicks an idle CPU: its idle task is "running" at every try, so any patch waits
 * for something to be scheduled there. Told once, at the first patched function.
 */
export const quietCpu: Rule = {
  code: 'quiet-cpu',
  find: (context) => {
    const [first] = quietStalls(context);
    if (first === undefined) return [];
    const cure = sayCure(first.verdict);
    return [
      {
        code: 'quiet-cpu',
        severity: 'warning',
        message: [
          `${context.profile.title} does not wake idle CPUs for a transition (Linux 5.16 does): any patch, this one too, stalls with ${sayScenario(first.verdict)}.`,
          ...(cure === undefined ? [] : [`${cure}.`]),
        ].join(' '),
        ...placeOf(first.report),
      },
    ];
  },
};
