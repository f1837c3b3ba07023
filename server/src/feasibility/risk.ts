import type { Finding } from './model.ts';

/**
 * Whether a finding stands in the way of the livepatch: it cannot be loaded, stalls or can stall.
 * The command line's exit code is 1 when there is one.
 */
export function isRisk(finding: Finding): boolean {
  return (
    finding.code !== 'patch-problem' &&
    (finding.severity === 'error' || finding.severity === 'warning')
  );
}
