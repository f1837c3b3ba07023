import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { FeasibilityReport, FunctionReport } from '../../feasibility/model.ts';
import type { Position, TextRange } from '../../ports/position.ts';
import { functionAt } from '../documents/function-at.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { type Word, wordAt } from '../documents/word-at.ts';
import { functionCard } from '../text/function-card.ts';
import type { FindInTree } from '../tree-places.ts';

interface Found {
  readonly function: FunctionReport;
  readonly report: FeasibilityReport;
  readonly range: TextRange;
}

/** A function that the document only mentions, as far as the kernel knows it. */
async function mentioned(
  judged: JudgedDocument,
  word: Word | undefined,
): Promise<Found | undefined> {
  if (word === undefined) return undefined;
  const report = await judged.analysis.explain([word.text]);
  const [fn] = report.functions;
  return fn?.answer === undefined ? undefined : { function: fn, report, range: word.range };
}

async function find(judged: JudgedDocument, position: Position): Promise<Found | undefined> {
  const word = wordAt(judged.document, position);
  const place = functionAt(judged.report, position, word);
  const isNamed = place !== undefined && place.function.name === word?.text;
  const mention = isNamed ? undefined : await mentioned(judged, word);
  return mention ?? (place === undefined ? undefined : { ...place, report: judged.report });
}

/**
 * What is known of the function at `position`: one that the document changes, by its name, changed
 * lines or hunk header, or any other that the kernel in use knows. `null` where there is none. With
 * `hasCommands` links run the client's commands.
 */
export async function hover(
  judged: JudgedDocument,
  position: Position,
  markdown: boolean,
  inTree: FindInTree,
  hasCommands = false,
): Promise<Hover | null> {
  const found = await find(judged, position);
  if (found === undefined) return null;
  const place = markdown && hasCommands ? { uri: judged.document.uri, position } : undefined;
  const contents: MarkupContent = {
    kind: markdown ? 'markdown' : 'plaintext',
    value: functionCard(found.function, found.report, inTree, place),
  };
  return { contents, range: found.range };
}
