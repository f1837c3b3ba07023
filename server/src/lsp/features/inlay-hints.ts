import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import type { FeasibilityReport, FunctionReport } from '../../feasibility/model.ts';
import { isHooked, verdictsOn } from '../../feasibility/rules/verdicts.ts';
import type { KernelGraph } from '../../kernel/model.ts';
import type { Position, TextRange } from '../../ports/position.ts';
import { placesOf } from '../documents/function-at.ts';
import { touches } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { summary } from '../text/summary.ts';
import { definitionsOf } from './named-functions.ts';

/** Which hints the user wants. */
export interface HintChoice {
  readonly verdict: boolean;
  readonly callers: boolean;
}

/** A verdict in one or two words; `undefined` for functions that were not judged. */
function outcome(fn: FunctionReport, report: FeasibilityReport): string | undefined {
  if (!isHooked(fn)) return undefined;
  if (fn.answer === undefined) return 'not known';
  if (fn.answer.patchable.answer === 'no') return '✗ not patchable';
  const outcomes = verdictsOn(fn, report.profile).map(({ verdict }) => verdict.outcome);
  if (outcomes.includes('stalls')) return '✗ stalls';
  if (outcomes.includes('may-stall')) return '◐ may stall';
  return '✓ completes';
}

/** The functions whose code calls `fn`, each once, those that are not built left out. */
function callersOf(fn: FunctionReport, graph: KernelGraph): ReadonlySet<string> {
  const [definition] = definitionsOf(graph, { name: fn.name, file: fn.answer?.file });
  const edges = definition === undefined ? [] : graph.callers(definition.id);
  const callers = edges.map((edge) => graph.get(edge.caller));
  return new Set(
    callers
      .filter((caller) => caller.build !== 'not-built')
      .map((caller) => `${caller.name}() in ${caller.file}`),
  );
}

/** Names that a tooltip lists before it only counts. */
const shownNames = 10;

function listed(names: readonly string[]): string {
  const rest = names.length - shownNames;
  const shown = names.slice(0, shownNames).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/**
 * How many functions hold or call the code. A function that the compiler put into others is in as many
 * places as its effective set has functions; for one that is called their number is known only with a
 * kernel tree.
 */
function callers(
  fn: FunctionReport,
  graph: KernelGraph | undefined,
): { readonly label: string; readonly tooltip: string } | undefined {
  const hosts = fn.answer?.effectiveSet.filter((name) => name !== fn.name) ?? [];
  if (hosts.length > 0) {
    const label = hosts.length === 1 ? 'inlined into 1 function' : `inlined into ${hosts.length}`;
    return { label, tooltip: `Patched in its stead: ${listed(hosts)}.` };
  }
  if (graph === undefined || fn.answer === undefined) return undefined;
  const names = [...callersOf(fn, graph)];
  const label = names.length === 1 ? '1 caller' : `${names.length} callers`;
  const tooltip = names.length === 0 ? 'Nothing in the tree calls it by name.' : listed(names);
  return { label, tooltip };
}

function hint(position: Position, label: string, tooltip: string): InlayHint {
  return { position, label, tooltip, kind: InlayHintKind.Type, paddingLeft: true };
}

/** Each judged function in `range`, where the document first names it: its verdict, and who calls it. */
export function inlayHints(
  { report }: JudgedDocument,
  range: TextRange,
  choice: HintChoice,
  graph: KernelGraph | undefined,
): InlayHint[] {
  return report.functions.flatMap((fn) => {
    const [place] = placesOf(fn);
    if (place === undefined || !touches(place, range)) return [];
    const verdict = choice.verdict ? outcome(fn, report) : undefined;
    const called = choice.callers && isHooked(fn) ? callers(fn, graph) : undefined;
    return [
      ...(verdict === undefined ? [] : [hint(place.end, verdict, summary(fn, report))]),
      ...(called === undefined ? [] : [hint(place.end, called.label, called.tooltip)]),
    ];
  });
}
