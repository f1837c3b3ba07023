import type { Location } from 'vscode-languageserver';
import type { Position } from '../../ports/position.ts';
import { contains } from '../documents/ranges.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { wordAt } from '../documents/word-at.ts';
import type { FindInTree, TreePlace } from '../tree-places.ts';

function locationOf({ uri, line }: TreePlace): Location {
  const start = { line: Math.max(0, line - 1), character: 0 };
  return { uri, range: { start, end: start } };
}

/** Where a hunk's line stands in the tree: the old line, which is what the tree holds. */
function ofHunkLine(
  judged: JudgedDocument,
  position: Position,
  inTree: FindInTree,
): TreePlace | undefined {
  for (const { subject } of judged.report.functions) {
    if (subject.kind !== 'patch') continue;
    for (const { file, hunk } of subject.change.sites) {
      if (file.oldPath === undefined || !contains(hunk.range, position)) continue;
      const line = hunk.lines.find((one) => contains(one.range, position));
      const old = line?.oldLine ?? hunk.place?.oldStart;
      if (old !== undefined) return inTree(file.oldPath, old);
    }
  }
  return undefined;
}

/**
 * From a patch or a livepatch module into the kernel tree: the definition of the function under the
 * cursor where the tree knows it, else the line that the hunk's line was made from. `null` without a
 * tree.
 */
export async function definition(
  judged: JudgedDocument,
  position: Position,
  inTree: FindInTree,
): Promise<Location | null> {
  const word = wordAt(judged.document, position);
  const named = judged.report.functions.find((fn) => fn.name === word?.text);
  const explained =
    named !== undefined || word === undefined
      ? undefined
      : await judged.analysis.explain([word.text]);
  const answer = named?.answer ?? explained?.functions[0]?.answer;
  const place =
    answer === undefined ? ofHunkLine(judged, position, inTree) : inTree(answer.file, answer.line);
  return place === undefined ? null : locationOf(place);
}
