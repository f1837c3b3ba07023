import type { KernelFunction, KernelGraph } from '../../kernel/model.ts';
import type { Position } from '../../ports/position.ts';
import { functionAt } from '../documents/function-at.ts';
import { hunkAt } from '../documents/hunk-at.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { wordAt } from '../documents/word-at.ts';

/** What the cursor names: a function, and the file of the tree that the text around it is from. */
export interface NamedFunction {
  readonly name: string;
  /** Path in the tree; `undefined` where the document does not tell. */
  readonly file: string | undefined;
}

/**
 * The function that is meant at `position`: one that the graph has under the name at the cursor, else
 * the judged one whose changed line, hunk header or table entry the cursor is on. `ownFile` is the
 * document's path in the tree, where it is a file of it.
 */
export function namedAt(
  judged: JudgedDocument,
  position: Position,
  graph: KernelGraph | undefined,
  ownFile?: string,
): NamedFunction | undefined {
  const word = wordAt(judged.document, position);
  const hunk = hunkAt(judged.document, position);
  const file = hunk?.file.oldPath ?? hunk?.file.newPath ?? ownFile;
  const isKnown =
    word !== undefined &&
    (judged.report.functions.some((fn) => fn.name === word.text) ||
      (graph?.definitions(word.text).length ?? 0) > 0);
  if (isKnown) return { name: word.text, file };
  const place = functionAt(judged.report, position, word);
  return place === undefined ? undefined : { name: place.function.name, file };
}

/**
 * The definitions of a name, those that are built before those that are not. Where one of them is
 * in `file` it is meant, since a `static` function hides all others there.
 */
export function definitionsOf(
  graph: KernelGraph,
  { name, file }: NamedFunction,
): readonly KernelFunction[] {
  const all = graph.definitions(name);
  const here = all.filter((fn) => fn.file === file);
  if (here.length > 0) return here;
  const built = all.filter((fn) => fn.build !== 'not-built');
  return [...built, ...all.filter((fn) => fn.build === 'not-built')];
}
