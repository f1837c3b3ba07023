import type { Rule } from './model.ts';
import { placeOf } from './places.ts';

/** A function that the patch only moves or renames: its code stays, so nothing has to be hooked. */
export const unchangedFunction: Rule = {
  code: 'unchanged-function',
  find: (context) =>
    context.functions.flatMap((report) => {
      const change = report.subject.kind === 'patch' ? report.subject.change : undefined;
      if (change?.change !== 'moved' && change?.change !== 'renamed') return [];
      const former = change.formerName === undefined ? '' : ` (it was ${change.formerName}())`;
      return [
        {
          code: 'unchanged-function',
          severity: 'hint',
          message: `${report.name}() is only ${change.change}${former}: its code stays as it is, so there is nothing to hook.`,
          ...placeOf(report),
        },
      ];
    }),
};
