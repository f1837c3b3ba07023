import type { Location } from 'vscode-languageserver';
import type { Position } from '../../ports/position.ts';
import { hunkAt } from '../documents/hunk-at.ts';
import { contains } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { wordAt } from '../documents/word-at.ts';
import type { FindInTree, TreePlace } from '../tree-places.ts';
import { definitionsOf } from './named-functions.ts';

function locationOf({ uri, line }: TreePlace): Location {
  const start = { line: Math.max(0, line - 1), character: 0 };
  return { uri, range: { start, end: start } };
}

/** Where a hunk's line stands in the tree: the old line, which is what the tree holds. */
function ofHunkLine(
  { document }: JudgedDocument,
  position: Position,
  inTree: FindInTree,
): TreePlace | undefined {
  const placed = hunkAt(document, position);
  if (placed?.file.oldPath === undefined) return undefined;
  const { file, hunk } = placed;
  const at = hunk.lines.findIndex((one) => contains(one.range, position));
  // An added line comes after the old line that stands above it.
  const above = hunk.lines.slice(0, at + 1).findLast((one) => one.oldLine !== undefined);
  const old = above?.oldLine ?? hunk.place?.oldStart;
  return file.oldPath === undefined || old === undefined ? undefined : inTree(file.oldPath, old);
}

function ofWord(
  { analysis, report, document }: JudgedDocument,
  position: Position,
  inTree: FindInTree,
): readonly TreePlace[] {
  const name = wordAt(document, position)?.text;
  if (name === undefined) return [];
  const { graph } = analysis;
  const hunk = hunkAt(document, position);
  const file = hunk?.file.oldPath ?? hunk?.file.newPath;
  const defined = graph === undefined ? [] : definitionsOf(graph, { name, file });
  const macros = defined.length > 0 ? [] : (graph?.macros?.(name) ?? []);
  const found = [...defined, ...macros].flatMap((one) => inTree(one.file, one.line) ?? []);
  if (found.length > 0) return found;
  const judged = report.functions.find((fn) => fn.name === name)?.answer;
  const answer = judged ?? analysis.lookup(name, file);
  return answer === undefined ? [] : [inTree(answer.file, answer.line) ?? []].flat();
}

/**
 * From a patch or a livepatch module into the kernel tree: the definitions of the function or macro
 * under the cursor where the tree has some (the one in the hunk's own file, if it is there), else the
 * line that the hunk's line was made from. `null` without a tree.
 */
export function definition(
  judged: JudgedDocument,
  position: Position,
  inTree: FindInTree,
): Location[] | null {
  const named = ofWord(judged, position, inTree);
  if (named.length > 0) return named.map(locationOf);
  const place = ofHunkLine(judged, position, inTree);
  return place === undefined ? null : [locationOf(place)];
}
