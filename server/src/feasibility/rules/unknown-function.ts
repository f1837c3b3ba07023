import type { Rule } from './model.ts';
import { placeOf } from './places.ts';
import { isHooked } from './verdicts.ts';

/** A function that the kernel in use does not have, or whose facts were not kept. */
export const unknownFunction: Rule = {
  code: 'unknown-function',
  find: (context) =>
    context.functions
      .filter((report) => report.answer === undefined && isHooked(report))
      .map((report) => ({
        code: 'unknown-function',
        severity: 'information',
        message: `${report.name}() is not in ${context.origin.description}, so nothing is known of its stacks. ${
          context.origin.kind === 'tree'
            ? 'Check the name, or that the tree is the one the patch is for.'
            : 'Name the kernel tree that the patch is for to have it judged.'
        }`,
        ...placeOf(report),
      })),
};
