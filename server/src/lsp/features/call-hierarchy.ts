import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import * as z from 'zod';
import type { CallEdge, FunctionId, KernelFunction, KernelGraph } from '../../kernel/model.ts';
import type { FindInTree } from '../tree-places.ts';
import { definitionsOf, type NamedFunction } from './named-functions.ts';

/** What finds an item's function again: numbers of functions mean nothing after the tree was read anew. */
const dataSchema = z.object({ name: z.string(), file: z.string(), line: z.number() });

/** More callers than these are no list that a person reads; `kfree()` has twenty thousand. */
const mostCalls = 1000;

/** A one-based line of the tree as a range. */
function lineRange(first: number, last = first): Range {
  return {
    start: { line: Math.max(0, first - 1), character: 0 },
    end: { line: Math.max(0, last - 1), character: 0 },
  };
}

function item(
  { name, file, line, endLine, build }: KernelFunction,
  inTree: FindInTree,
  through?: string,
): CallHierarchyItem | undefined {
  const uri = inTree(file, line)?.uri;
  if (uri === undefined) return undefined;
  const remarks = through === undefined ? [] : [through];
  if (build === 'not-built') remarks.push('not built');
  return {
    name,
    kind: SymbolKind.Function,
    detail: [file, ...remarks].join(' · '),
    uri,
    range: lineRange(line, Math.max(line, endLine)),
    selectionRange: lineRange(line),
    data: { name, file, line },
  };
}

/** The functions that are meant; `null` without a kernel tree, or where it has none of that name. */
export function prepareCallHierarchy(
  graph: KernelGraph | undefined,
  named: NamedFunction | undefined,
  inTree: FindInTree,
): CallHierarchyItem[] | null {
  if (graph === undefined || named === undefined) return null;
  const items = definitionsOf(graph, named).flatMap((fn) => item(fn, inTree) ?? []);
  return items.length === 0 ? null : items;
}

/** The function of an item in the tree as it is read now; `undefined` where it is gone. */
function functionOf(graph: KernelGraph, data: unknown): KernelFunction | undefined {
  const wanted = dataSchema.safeParse(data);
  if (!wanted.success) return undefined;
  const { name, file, line } = wanted.data;
  const inFile = graph.definitions(name).filter((fn) => fn.file === file);
  return inFile.find((fn) => fn.line === line) ?? inFile[0];
}

/** How calls are made that no reader of the source would see at once; `undefined` for plain ones. */
function throughWhat(edges: readonly CallEdge[]): string | undefined {
  if (edges.some((edge) => edge.kind === 'direct')) return undefined;
  const ways = new Set(edges.map(({ kind, via }) => (via === undefined ? kind : `${kind} ${via}`)));
  return `by ${[...ways].slice(0, 3).join(', ')}`;
}

/** Calls by the function at their other end, in order of first appearance. */
function grouped(
  edges: readonly CallEdge[],
  end: 'caller' | 'callee',
): readonly (readonly [FunctionId, readonly CallEdge[]])[] {
  const groups = new Map<FunctionId, CallEdge[]>();
  for (const edge of edges) {
    const known = groups.get(edge[end]);
    if (known !== undefined) known.push(edge);
    else if (groups.size < mostCalls) groups.set(edge[end], [edge]);
  }
  return [...groups];
}

function rangesOf(edges: readonly CallEdge[]): Range[] {
  return [...new Set(edges.map((edge) => edge.line))].map((line) => lineRange(line));
}

/** Who calls the item's function, with the lines of the calls; `null` where it is gone. */
export function incomingCalls(
  graph: KernelGraph | undefined,
  { data }: CallHierarchyItem,
  inTree: FindInTree,
): CallHierarchyIncomingCall[] | null {
  const fn = graph === undefined ? undefined : functionOf(graph, data);
  if (graph === undefined || fn === undefined) return null;
  return grouped(graph.callers(fn.id), 'caller').flatMap(([id, edges]) => {
    const from = item(graph.get(id), inTree, throughWhat(edges));
    return from === undefined ? [] : [{ from, fromRanges: rangesOf(edges) }];
  });
}

/** What the item's function calls, with the lines of the calls; `null` where it is gone. */
export function outgoingCalls(
  graph: KernelGraph | undefined,
  { data }: CallHierarchyItem,
  inTree: FindInTree,
): CallHierarchyOutgoingCall[] | null {
  const fn = graph === undefined ? undefined : functionOf(graph, data);
  if (graph === undefined || fn === undefined) return null;
  return grouped(graph.callees(fn.id), 'callee').flatMap(([id, edges]) => {
    const to = item(graph.get(id), inTree, throughWhat(edges));
    return to === undefined ? [] : [{ to, fromRanges: rangesOf(edges) }];
  });
}
