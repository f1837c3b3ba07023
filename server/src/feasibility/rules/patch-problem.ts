import type { Rule } from './model.ts';

/** What the patch reader could not read as it stands. */
export const patchProblem: Rule = {
  code: 'patch-problem',
  find: (context) =>
    context.problems.map((problem) => ({
      code: 'patch-problem',
      severity: problem.severity,
      message: problem.message,
      range: problem.range,
      related: [],
      function: undefined,
      file: undefined,
    })),
};
