import type { Finding, FunctionReport } from '../model.ts';
import type { Rule, RuleContext } from './model.ts';
import { placeOf } from './places.ts';
import { sayCure, sayResidency, sayScenario } from './sentences.ts';
import { isHooked, ownVerdicts, verdictsOn } from './verdicts.ts';

function findIn(report: FunctionReport, context: RuleContext): Finding | undefined {
  const stalls = ownVerdicts(report, context, 'stalls');
  if (!isHooked(report) || stalls.length === 0) return undefined;
  const everywhere = stalls.length === verdictsOn(report, context.profile).length;
  const cures = new Set(stalls.map(sayCure).filter((cure) => cure !== undefined));
  const message = [
    `${report.name}() ${sayResidency(report)}.`,
    `On ${context.profile.title} the transition stalls with ${stalls.map(sayScenario).join(', and with ')}.`,
    cures.size === 0 ? 'No strategy that was tried frees it.' : `${[...cures].join('; ')}.`,
  ].join(' ');
  return {
    code: 'stall',
    severity: everywhere ? 'error' : 'warning',
    message,
    ...placeOf(report),
  };
}

/** A patched function on whose account the transition stalls in some scenario. */
export const stall: Rule = {
  code: 'stall',
  find: (context) =>
    context.functions.flatMap((report) => {
      const finding = findIn(report, context);
      return finding === undefined ? [] : [finding];
    }),
};
