import type { Location } from 'vscode-languageserver';
import type { KernelGraph } from '../../kernel/model.ts';
import { placesOf } from '../documents/function-at.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import type { FindInTree } from '../tree-places.ts';
import { definitionsOf, type NamedFunction } from './named-functions.ts';

/** More references than these are no list that a person reads. */
const mostReferences = 2000;

function locationIn(inTree: FindInTree, file: string, line: number): readonly Location[] {
  const place = inTree(file, line);
  if (place === undefined) return [];
  const start = { line: Math.max(0, line - 1), character: 0 };
  return [{ uri: place.uri, range: { start, end: start } }];
}

/**
 * Where a function is spoken of: the places in the document that change it, and in the kernel tree its
 * calls (direct, through macros and pointers), where it is registered as a thread, handler or system
 * call, and where asked for its definitions. Each line once.
 */
export function references(
  judged: JudgedDocument,
  named: NamedFunction | undefined,
  graph: KernelGraph | undefined,
  inTree: FindInTree,
  withDeclaration: boolean,
): Location[] {
  if (named === undefined) return [];
  const { uri } = judged.document;
  const here = judged.report.functions
    .filter((fn) => fn.name === named.name)
    .flatMap((fn) => placesOf(fn).map((range) => ({ uri, range })));
  const found: Location[] = [...here];
  for (const fn of graph === undefined ? [] : definitionsOf(graph, named)) {
    if (withDeclaration) found.push(...locationIn(inTree, fn.file, fn.line));
    const roots = graph?.roots().filter((root) => root.function === fn.id) ?? [];
    for (const root of roots) found.push(...locationIn(inTree, root.file, root.line));
    for (const edge of graph?.callers(fn.id).slice(0, mostReferences) ?? []) {
      const caller = graph?.get(edge.caller);
      if (caller !== undefined) found.push(...locationIn(inTree, caller.file, edge.line));
    }
  }
  const keys = new Map(
    found.map((one) => [`${one.uri}#${one.range.start.line}:${one.range.start.character}`, one]),
  );
  return [...keys.values()].slice(0, mostReferences);
}
