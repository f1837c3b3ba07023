import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { KernelGraph } from '../../kernel/model.ts';
import type { FindInTree } from '../tree-places.ts';

/** What a list in an editor holds without becoming slow. */
const mostSymbols = 200;

/** Shorter queries would match half the kernel. */
const shortestQuery = 2;

/** The kernel's functions whose names answer the query, the best first; empty without a kernel tree. */
export function workspaceSymbols(
  graph: KernelGraph | undefined,
  query: string,
  inTree: FindInTree,
): SymbolInformation[] {
  const wanted = query.replace(/\s+/g, '');
  if (wanted.length < shortestQuery) return [];
  return (graph?.search?.(wanted, mostSymbols) ?? []).flatMap(({ name, file, line }) => {
    const place = inTree(file, line);
    if (place === undefined) return [];
    const start = { line: Math.max(0, line - 1), character: 0 };
    const location = { uri: place.uri, range: { start, end: start } };
    return [{ name, kind: SymbolKind.Function, location, containerName: file }];
  });
}
