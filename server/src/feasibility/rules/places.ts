import type { TextRange } from '../../ports/position.ts';
import type { Finding, FunctionReport } from '../model.ts';

/** Where a finding about a function belongs: the part of `Finding` that every rule fills alike. */
export type FindingPlace = Pick<Finding, 'range' | 'related' | 'function' | 'file'>;

function sitesOf(report: FunctionReport): readonly TextRange[] {
  switch (report.subject.kind) {
    case 'patch':
      return report.subject.change.sites.flatMap((site) =>
        site.nameRange === undefined ? [site.lineRange] : [site.lineRange, site.nameRange],
      );
    case 'klp-func':
      return [report.subject.entry.oldNameRange];
    case 'named':
      return [];
  }
}

/** The first place where the document speaks of the function, and the others beside it. */
export function placeOf(report: FunctionReport): FindingPlace {
  const [range, ...related] = sitesOf(report);
  const changed = report.subject.kind === 'patch' ? report.subject.change.file : undefined;
  return { range, related, function: report.name, file: report.answer?.file ?? changed };
}
