import type { FeasibilityReport, FunctionReport } from '../../feasibility/model.ts';
import { sayTime } from '../../feasibility/rules/sentences.ts';
import { isHooked, verdictsOn } from '../../feasibility/rules/verdicts.ts';

/** One line on what becomes of a function's livepatch on the report's kernel. */
export function summary(fn: FunctionReport, report: FeasibilityReport): string {
  const kernel = report.profile.id;
  if (!isHooked(fn)) {
    const change = fn.subject.kind === 'patch' ? `${fn.subject.change.change}, ` : '';
    return `${fn.name}(): ${change}not hooked by the livepatch`;
  }
  if (fn.answer === undefined) return `${fn.name}(): not known on Linux ${kernel}`;
  if (fn.answer.patchable.answer === 'no') return `✗ ${fn.name}(): cannot be livepatched`;
  const verdicts = verdictsOn(fn, report.profile);
  const stalls = verdicts.filter((one) => one.verdict.outcome === 'stalls');
  const open = verdicts.filter((one) => one.verdict.outcome === 'may-stall');
  const titles = (some: typeof verdicts): string => some.map((one) => one.title).join(', or ');
  if (stalls.length > 0) return `✗ ${fn.name}(): stalls on Linux ${kernel} with ${titles(stalls)}`;
  if (open.length > 0) return `◐ ${fn.name}(): may stall on Linux ${kernel} with ${titles(open)}`;
  const worst = Math.max(0, ...verdicts.map((one) => one.verdict.seconds ?? 0));
  return `✓ ${fn.name}(): completes on Linux ${kernel} within ${sayTime(worst)}`;
}
