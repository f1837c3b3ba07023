import { withoutClone } from '../../kernel/symbols/clones.ts';
import type { Patchability } from '../../stacks/model.ts';
import type { Finding, FunctionReport } from '../model.ts';
import { standIns } from '../stand-ins.ts';
import type { Rule } from './model.ts';
import { placeOf } from './places.ts';
import { isHooked } from './verdicts.ts';

/** True when a patch changes a function that has no code of its own, and all that has its code can be hooked. */
function isPatchedInStead(report: FunctionReport): boolean {
  return (
    report.subject.kind === 'patch' &&
    report.inStead.length > 0 &&
    report.inStead.every((other) => other.patchable === 'yes')
  );
}

/** The reason with what shows it, as the end of a sentence. */
function why({ reason, evidence }: Patchability): string {
  return `${reason.replace(/\.$/, '')} (${evidence})`;
}

/**
 * A function that was named as one to hook, and that the compiler probably left no code of its own:
 * `klp_find_object_symbol()` (`kernel/livepatch/core.c`) then finds no symbol of the name, and the
 * livepatch is refused.
 */
function probablyIn(report: FunctionReport): Finding | undefined {
  const { answer, inStead, subject } = report;
  if (subject.kind === 'patch' || answer?.patchable.answer !== 'unknown') return undefined;
  const isCopy = withoutClone(report.name) !== report.name;
  if (inStead.length === 0 || isCopy) return undefined;
  return {
    code: 'not-patchable',
    severity: subject.kind === 'klp-func' ? 'warning' : 'information',
    message: `${report.name}() probably cannot be livepatched by this name: ${why(answer.patchable)}. Its code is in ${standIns(report)}, to be patched in its stead and judged here.`,
    ...placeOf(report),
  };
}

function findIn(report: FunctionReport): Finding | undefined {
  const { answer, inStead } = report;
  const probable = probablyIn(report);
  if (probable !== undefined) return probable;
  if (answer === undefined || answer.patchable.answer !== 'no' || !isHooked(report)) {
    return undefined;
  }
  const others = standIns(report);
  if (isPatchedInStead(report)) {
    return {
      code: 'not-patchable',
      severity: 'information',
      message: `${report.name}() itself cannot be hooked: ${why(answer.patchable)}. Its code is in ${others}, to be patched in its stead and judged here.`,
      ...placeOf(report),
    };
  }
  const instead = inStead.length === 0 ? '' : ` Its code is in ${others}.`;
  return {
    code: 'not-patchable',
    severity: 'error',
    message: `${report.name}() cannot be livepatched: ${why(answer.patchable)}.${instead}`,
    ...placeOf(report),
  };
}

/** A function that ftrace cannot hook: `klp_enable_patch()` refuses the livepatch. */
export const notPatchable: Rule = {
  code: 'not-patchable',
  find: (context) =>
    context.functions.flatMap((report) => {
      const finding = findIn(report);
      return finding === undefined ? [] : [finding];
    }),
};
