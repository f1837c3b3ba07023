import type { KernelProfile, Outcome } from '../../transition/model.ts';
import type { FunctionReport, ScenarioVerdict } from '../model.ts';
import type { RuleContext } from './model.ts';

/** False for a function that the patch adds, drops, moves or renames: ftrace hooks none of these. */
export function isHooked(report: FunctionReport): boolean {
  return report.subject.kind !== 'patch' || report.subject.change.change === 'modified';
}

/** The verdicts on one kernel. */
export function verdictsOn(
  report: FunctionReport,
  profile: KernelProfile,
): readonly ScenarioVerdict[] {
  return report.verdicts.filter((verdict) => verdict.profile.id === profile.id);
}

/**
 * True for a stall that any patch would have: before 5.16 an idle CPU that nothing wakes is "running"
 * at every try, whatever is patched. The rule `quiet-cpu` tells of these once.
 */
export function isQuietCpuStall(report: FunctionReport, verdict: ScenarioVerdict): boolean {
  const onIdleStack = report.answer?.residency.some((one) => one.kind === 'idle-outer') ?? false;
  return (
    !onIdleStack && verdict.verdict.blockers.every((blocker) => blocker.task.startsWith('swapper/'))
  );
}

/** The verdicts with `outcome` on the context's kernel that are the function's own doing. */
export function ownVerdicts(
  report: FunctionReport,
  context: RuleContext,
  outcome: Outcome,
): readonly ScenarioVerdict[] {
  return verdictsOn(report, context.profile).filter(
    (one) => one.verdict.outcome === outcome && !isQuietCpuStall(report, one),
  );
}
