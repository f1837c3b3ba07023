import type { FeasibilityReport, FunctionReport } from '../../feasibility/model.ts';
import type { Position, TextRange } from '../../ports/position.ts';
import type { ChangeSite } from '../../source/model.ts';
import { contains, isBefore } from './ranges.ts';

/** A judged function and the place in the document that stands for it. */
export interface FunctionPlace {
  readonly function: FunctionReport;
  readonly range: TextRange;
}

/** The places where the document itself names the function or begins to change it. */
export function placesOf(fn: FunctionReport): readonly TextRange[] {
  switch (fn.subject.kind) {
    case 'patch':
      return fn.subject.change.sites.flatMap((site) =>
        site.nameRange === undefined ? [site.lineRange] : [site.nameRange, site.lineRange],
      );
    case 'klp-func':
      return [fn.subject.entry.oldNameRange];
    case 'named':
      return [];
  }
}

function sitesOf(fn: FunctionReport): readonly ChangeSite[] {
  return fn.subject.kind === 'patch' ? fn.subject.change.sites : [];
}

/** The changed line at `position`; context lines may belong to another function. */
function changedLineAt(site: ChangeSite, position: Position): TextRange | undefined {
  return site.hunk.lines.find(
    (line) => (line.kind === 'added' || line.kind === 'removed') && contains(line.range, position),
  )?.range;
}

/** The function whose changes the changed line at `position` belongs to: the last that began above it. */
function byChangedLine(report: FeasibilityReport, position: Position): FunctionPlace | undefined {
  let best: { place: FunctionPlace; site: ChangeSite } | undefined;
  for (const fn of report.functions) {
    for (const site of sitesOf(fn)) {
      if (!contains(site.hunk.range, position)) continue;
      const range = changedLineAt(site, position);
      if (range === undefined || !isBefore(site.lineRange.start, position)) continue;
      if (best === undefined || isBefore(best.site.lineRange.start, site.lineRange.start)) {
        best = { place: { function: fn, range }, site };
      }
    }
  }
  return best?.place;
}

/** The function that a hunk header names or whose changes are the first in its hunk. */
function byHeader(report: FeasibilityReport, position: Position): FunctionPlace | undefined {
  for (const fn of report.functions) {
    for (const { hunk } of sitesOf(fn)) {
      const range = hunk.headerRange;
      if (range !== undefined && contains(range, position)) return { function: fn, range };
    }
  }
  return undefined;
}

/**
 * The judged function at `position`: by a place that names it, by its name under the cursor
 * (`word`), by the changed line, by the hunk header; `undefined` elsewhere.
 */
export function functionAt(
  report: FeasibilityReport,
  position: Position,
  word: { readonly text: string; readonly range: TextRange } | undefined,
): FunctionPlace | undefined {
  const named = report.functions.find((fn) => fn.name === word?.text);
  if (named !== undefined && word !== undefined) return { function: named, range: word.range };
  const placed = report.functions
    .filter((fn) => fn.subject.kind === 'klp-func')
    .flatMap((fn) => placesOf(fn).map((range) => ({ function: fn, range })))
    .find((place) => contains(place.range, position));
  return placed ?? byChangedLine(report, position) ?? byHeader(report, position);
}
