import type { EntryTime } from '../../stacks/model.ts';
import type { FunctionReport } from '../model.ts';
import type { Rule, RuleContext } from './model.ts';
import { placeOf } from './places.ts';
import { sayResidency } from './sentences.ts';
import { isHooked, verdictsOn } from './verdicts.ts';

/** What becomes of the new code, by when the function is entered. */
const CONSEQUENCE: Readonly<Record<EntryTime, string>> = {
  call: '',
  boot: 'A running kernel never enters the new code: the patch changes nothing.',
  'cpu-start':
    'The CPUs that run go on in the old code; only one that is taken offline and online again enters the new.',
  'thread-start':
    'The threads that exist go on in the old code, also after a forced transition; only a thread made later enters the new.',
};

function messageOf(report: FunctionReport, context: RuleContext): string | undefined {
  if (report.answer?.patchable.answer === 'no') return undefined;
  const entry = report.answer?.entry;
  if (entry !== undefined && entry.when !== 'call') {
    return `${entry.evidence} ${CONSEQUENCE[entry.when]}`;
  }
  const flagged = verdictsOn(report, context.profile).some((one) =>
    one.verdict.flags.includes('no-effect'),
  );
  return flagged
    ? `${report.name}() ${sayResidency(report)} and is not entered anew: the tasks that are in it go on with the old code after the transition.`
    : undefined;
}

/** A function whose new code some task never enters, or none does. */
export const noEffect: Rule = {
  code: 'no-effect',
  find: (context) =>
    context.functions.filter(isHooked).flatMap((report) => {
      const message = messageOf(report, context);
      if (message === undefined) return [];
      return [{ code: 'no-effect', severity: 'warning', message, ...placeOf(report) }];
    }),
};
