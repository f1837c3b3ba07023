import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import { byteColumn, wordColumn } from './columns.ts';
import {
  BUILD_KNOWN,
  BUILT,
  type Definitions,
  definitionsOf,
  MACRO_LIKE,
  STATIC,
  WEAK,
} from './definitions.ts';
import { doubt } from './doubt.ts';
import { entryCalls } from './entry-calls.ts';
import { ENTRY, type Flow } from './flow.ts';
import { guessedCalls } from './guessed-calls.ts';
import { Ways } from './ways.ts';

function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) starts[i + 1] = (starts[i] ?? 0) + (counts[i] ?? 0);
  return starts;
}

/**
 * Puts a graph into columns. Edges that start or end in a file that is not built are left out; `entries`
 * are the macros that define what the processor enters.
 */
export function flowOf(graph: KernelGraph, entries: RegExp): Flow {
  const { size } = graph;
  const definitions = definitionsOf(graph);
  const { marks } = definitions;
  const isIn = (id: FunctionId): boolean => ((marks[id] ?? 0) & (BUILT | MACRO_LIKE)) === BUILT;
  const strong = strongOnes(definitions, isIn);
  const enters = entryCalls(graph, definitions, entries);
  const from = wordColumn();
  const to = wordColumn();
  const line = wordColumn();
  const via = wordColumn();
  const how = byteColumn();
  const ways = new Ways(graph);
  const outStart = new Uint32Array(size + 1);
  const inCounts = new Uint32Array(size);
  for (let id: FunctionId = 0; id < size; id += 1) {
    outStart[id] = to.length;
    if (!isIn(id)) continue;
    graph.eachCall(id, (target, at, way) => {
      const callee = strong(target);
      if (!isIn(callee)) return;
      const passed = ways.howOf(way);
      from.push(id);
      to.push(callee);
      line.push(at);
      how.push(enters(id, callee) ? ENTRY : passed);
      via.push(ways.viaOf(way));
      inCounts[callee] = (inCounts[callee] ?? 0) + 1;
    });
  }
  outStart[size] = to.length;
  const edges = {
    outStart,
    from: from.whole(),
    to: to.whole(),
    line: line.whole(),
    how: how.whole(),
    via: via.whole(),
  };
  doubt(definitions, edges);
  const guessed = guessedCalls(edges);
  const inStart = startsOf(inCounts);
  const inEdges = edgesByCallee(inStart, edges.to);
  return { ...definitions, ...edges, graph, size, inStart, inEdges, vias: ways.vias, guessed };
}

function edgesByCallee(inStart: Uint32Array, to: Uint32Array): Uint32Array {
  const fill = inStart.slice(0, -1);
  const inEdges = new Uint32Array(to.length);
  for (let edge = 0; edge < to.length; edge += 1) {
    const callee = to[edge] ?? 0;
    const at = fill[callee] ?? 0;
    inEdges[at] = edge;
    fill[callee] = at + 1;
  }
  return inEdges;
}

/**
 * Gives the definition that the linker takes instead of a `__weak` one, or of a header's stub that the
 * configuration leaves out, where there is one.
 */
function strongOnes(
  { marks, names }: Definitions,
  isIn: (id: FunctionId) => boolean,
): (id: FunctionId) => FunctionId {
  const isWeak = (id: FunctionId): boolean => ((marks[id] ?? 0) & WEAK) !== 0;
  const linked = new Map<string, FunctionId>();
  for (const [id, name] of names.entries()) {
    const isSure = ((marks[id] ?? 0) & (STATIC | BUILD_KNOWN)) === BUILD_KNOWN;
    if (isSure && isIn(id) && !isWeak(id) && !linked.has(name)) linked.set(name, id);
  }
  return (id) => (isIn(id) && !isWeak(id) ? id : (linked.get(names[id] ?? '') ?? id));
}
