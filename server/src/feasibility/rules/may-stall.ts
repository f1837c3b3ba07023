import type { Finding, FunctionReport } from '../model.ts';
import type { Rule, RuleContext } from './model.ts';
import { placeOf } from './places.ts';
import { sayCure, sayResidency, sayScenario } from './sentences.ts';
import { isHooked, ownVerdicts } from './verdicts.ts';

function findIn(report: FunctionReport, context: RuleContext): Finding | undefined {
  const open = ownVerdicts(report, context, 'may-stall');
  if (!isHooked(report) || open.length === 0) return undefined;
  if (ownVerdicts(report, context, 'stalls').length > 0) return undefined;
  const [cure] = open.map(sayCure).filter((one) => one !== undefined);
  const message = [
    `${report.name}() ${sayResidency(report)}.`,
    `On ${context.profile.title} the transition completes only when that sleep ends, with ${open.map(sayScenario).join(', and with ')}.`,
    ...(cure === undefined ? [] : [`${cure}.`]),
  ].join(' ');
  return { code: 'may-stall', severity: 'warning', message, ...placeOf(report) };
}

/** A patched function that some runs wait for and others do not. */
export const mayStall: Rule = {
  code: 'may-stall',
  find: (context) =>
    context.functions.flatMap((report) => {
      const finding = findIn(report, context);
      return finding === undefined ? [] : [finding];
    }),
};
