import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import type { FunctionReport } from '../../feasibility/model.ts';
import { sayOutcome } from '../../feasibility/rules/sentences.ts';
import { verdictsOn } from '../../feasibility/rules/verdicts.ts';
import type { TextRange } from '../../ports/position.ts';
import { functionAt, placesOf } from '../documents/function-at.ts';
import { touches } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { wordAt } from '../documents/word-at.ts';
import { hasRecipe } from '../recipes/index.ts';
import type { Occasion } from '../recipes/model.ts';
import { diagnosticSource } from './diagnostics.ts';

/** What finds an action's occasion again when the client asks for its contents. */
export interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly function: string;
  readonly scenario: string;
  readonly strategy: string;
}

/** The functions that the range speaks of. */
function functionsIn(judged: JudgedDocument, range: TextRange): readonly FunctionReport[] {
  const touched = judged.report.functions.filter((fn) =>
    placesOf(fn).some((place) => touches(place, range)),
  );
  if (touched.length > 0) return touched;
  const word = wordAt(judged.document, range.start);
  const place = functionAt(judged.report, range.start, word);
  return place === undefined ? [] : [place.function];
}

function messageText({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}

/** Each strategy in each scenario on the user's kernel, those that help first. */
export function occasionsOf(judged: JudgedDocument, fn: FunctionReport): readonly Occasion[] {
  const all = verdictsOn(fn, judged.report.profile).flatMap((scenario) =>
    scenario.strategies.map((strategy) => ({ function: fn, scenario, strategy })),
  );
  const helps = all.filter((one) => one.strategy.helps);
  return [...helps, ...all.filter((one) => !one.strategy.helps)];
}

function title({ scenario, strategy, function: fn }: Occasion): string {
  return `${strategy.title} — ${sayOutcome(strategy.verdict)} (${fn.name}, ${scenario.title})`;
}

function action(
  judged: JudgedDocument,
  occasion: Occasion,
  fixed: readonly Diagnostic[],
): CodeAction {
  const { strategy } = occasion;
  const data: ActionData = {
    uri: judged.document.uri,
    version: judged.document.version,
    function: occasion.function.name,
    scenario: occasion.scenario.scenario,
    strategy: strategy.id,
  };
  return {
    title: title(occasion),
    kind: CodeActionKind.QuickFix,
    diagnostics: [...fixed],
    data,
    ...(strategy.helps ? {} : { disabled: { reason: `Does not help: ${strategy.explanation}` } }),
  };
}

/**
 * Strategies for the functions in the range, with what the simulator said of each in the title.
 * One that does not help is given only to clients that can show it as disabled, and one that nobody
 * wrote a recipe for is left to the hover. The actions' contents are filled in later.
 */
export function codeActions(
  judged: JudgedDocument,
  { range, context }: CodeActionParams,
  showsDisabled: boolean,
): CodeAction[] {
  const wanted = context.only ?? [CodeActionKind.QuickFix];
  if (!wanted.some((kind) => kind === '' || kind === CodeActionKind.QuickFix)) return [];
  const own = context.diagnostics.filter((one) => one.source === diagnosticSource);
  return functionsIn(judged, range).flatMap((fn) => {
    const fixed = own.filter((one) => messageText(one).includes(`${fn.name}()`));
    return occasionsOf(judged, fn)
      .filter(({ strategy }) => hasRecipe(strategy.id) && (strategy.helps || showsDisabled))
      .map((occasion, index) => ({
        ...action(judged, occasion, fixed),
        ...(index === 0 && occasion.strategy.helps ? { isPreferred: true } : {}),
      }));
  });
}
