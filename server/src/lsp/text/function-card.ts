import type {
  FeasibilityReport,
  FunctionReport,
  ScenarioVerdict,
} from '../../feasibility/model.ts';
import { sayBlocker, sayOutcome } from '../../feasibility/rules/sentences.ts';
import { verdictsOn } from '../../feasibility/rules/verdicts.ts';
import type { Patchability } from '../../stacks/model.ts';
import type { StrategyOutcome } from '../../transition/model.ts';
import { type FindInTree, linkTo, type TreePlace } from '../tree-places.ts';
import { type CardPlace, transitionLink } from './command-links.ts';
import { code, escapeMarkdown, list } from './markdown.ts';
import { residencyMarkdown } from './residency.ts';
import { verdictTable } from './verdict-table.ts';

/** More residencies than these make a hover unreadable; the rest is counted. */
const SHOWN_RESIDENCIES = 4;

/** The cheapest cures are enough to read on the way. */
const SHOWN_CURES = 4;

/** Blockers beyond these are alike. */
const SHOWN_BLOCKERS = 2;

function heading(fn: FunctionReport, inTree: FindInTree): string {
  const { answer } = fn;
  const place =
    answer === undefined
      ? ''
      : ` — ${placeLink(`${answer.file}:${answer.line}`, inTree(answer.file, answer.line))}`;
  const subject = fn.subject.kind === 'patch' ? ` · ${fn.subject.change.change} by this patch` : '';
  return `**${code(`${fn.name}()`)}**${place}${subject}`;
}

function placeLink(text: string, place: TreePlace | undefined): string {
  return place === undefined ? escapeMarkdown(text) : `[${escapeMarkdown(text)}](${linkTo(place)})`;
}

const patchableMark = {
  yes: 'Patchable',
  no: '**Not patchable**',
  unknown: 'Patchable or not: unknown',
};

function patchableText(patchable: Patchability): string {
  const evidence = patchable.evidence === '' ? '' : ` (${escapeMarkdown(patchable.evidence)})`;
  return `${patchableMark[patchable.answer]}: ${escapeMarkdown(patchable.reason)}${evidence}`;
}

function cure(strategy: StrategyOutcome): string {
  const risk = strategy.risk === '' ? '' : ` Risk: ${strategy.risk}`;
  return `✓ ${escapeMarkdown(strategy.title)} — ${sayOutcome(strategy.verdict)}.${escapeMarkdown(risk)}`;
}

/** Those that help, the cheapest first, then in one line those that do not. */
function cures(strategies: readonly StrategyOutcome[]): string {
  const helping = strategies.filter((one) => one.helps);
  const rest = helping.length - SHOWN_CURES;
  const idle = strategies.filter((one) => !one.helps).map((one) => escapeMarkdown(one.title));
  return list([
    ...helping.slice(0, SHOWN_CURES).map(cure),
    ...(rest > 0 ? [`✓ and ${rest} costlier ones`] : []),
    ...(idle.length > 0 ? [`✗ does not help: ${idle.join('; ')}`] : []),
  ]);
}

function stalled({ verdict, title }: ScenarioVerdict): string {
  const blockers = verdict.blockers.slice(0, SHOWN_BLOCKERS).map(sayBlocker).join('; ');
  const why = blockers === '' ? '' : ` (${escapeMarkdown(blockers)})`;
  return `${escapeMarkdown(title)}${why}`;
}

function strategies(fn: FunctionReport, report: FeasibilityReport): string {
  const sections = verdictsOn(fn, report.profile)
    .filter((one) => one.strategies.length > 0)
    .map((one) => `**What frees it** with ${stalled(one)}\n${cures(one.strategies)}`);
  return sections.join('\n\n');
}

function residencies(fn: FunctionReport, inTree: FindInTree, place?: CardPlace): string {
  const all = fn.answer?.residency ?? [];
  const shown = all
    .slice(0, SHOWN_RESIDENCIES)
    .map((one) => residencyMarkdown(one, fn.name, inTree, place));
  const rest = all.length - shown.length;
  const title = shown.length === 0 ? '' : '**On whose stack**\n';
  return title + list(rest > 0 ? [...shown, `and ${rest} more`] : shown);
}

function effectiveSet(fn: FunctionReport): string {
  const others = fn.answer?.effectiveSet.filter((name) => name !== fn.name) ?? [];
  return others.length === 0
    ? ''
    : `Inlined: what has to be patched in its stead is ${others.map(code).join(', ')}.`;
}

/**
 * All that is known of one function, as Markdown: where it is, the verdict table, what frees a
 * stalled transition, on whose stacks it is, whether it can be patched, and who says so. With `place` its links run the client's commands.
 */
export function functionCard(
  fn: FunctionReport,
  report: FeasibilityReport,
  inTree: FindInTree,
  place?: CardPlace,
): string {
  const { answer } = fn;
  const unknown = `Not known to ${report.origin.description}.`;
  const sections = [
    heading(fn, inTree),
    answer === undefined ? escapeMarkdown(unknown) : '',
    verdictTable(fn.verdicts),
    place === undefined || fn.verdicts.length === 0 ? '' : transitionLink(place, fn.name),
    strategies(fn, report),
    residencies(fn, inTree, place),
    list(fn.ownLines.map(escapeMarkdown)),
    answer === undefined ? '' : patchableText(answer.patchable),
    effectiveSet(fn),
    `*From ${escapeMarkdown(report.origin.description)}.*`,
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}
