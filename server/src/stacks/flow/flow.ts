import type { CallEdge, FunctionId, KernelGraph } from '../../kernel/model.ts';

/** How an edge is entered: a call that is made, a pointer that may lead there, a parameter that is called. */
export const CALL = 1;
export const POINTER = 2;
export const ARGUMENT = 4;
/** A pointer whose struct is not known for sure: enough to doubt, not enough to claim. */
export const VAGUE = 8;
/** Kernel code that enters as the processor does: what is done on the way back to user mode is not done for it. */
export const ENTRY = 16;

/** An edge number of a `Flow`; `-1` stands for none. */
export type Edge = number;

/**
 * The call graph in columns, for walks over the whole kernel. Edges are numbered by caller, so that
 * those out of `f` are `outStart[f]` up to `outStart[f + 1]`; `inEdges[inStart[f]]` and on are the
 * numbers of those into `f`.
 */
export interface Flow {
  readonly graph: KernelGraph;
  readonly size: number;
  readonly outStart: Uint32Array;
  readonly inStart: Uint32Array;
  readonly inEdges: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** One-based line of the call in the caller's file. */
  readonly line: Uint32Array;
  /** `CALL`, `POINTER`, `ARGUMENT`, `VAGUE` or `ENTRY`. */
  readonly how: Uint8Array;
  /** Index into `vias`; 0 is none. */
  readonly via: Uint32Array;
  /** Macro names, `struct.field`, `argument 2`. */
  readonly vias: readonly string[];
  /** 1 for each function that goes into a module. */
  readonly inModule: Uint8Array;
}

function howOf(edge: Pick<CallEdge, 'kind' | 'via'>): number {
  if (edge.kind !== 'pointer') return CALL;
  const via = edge.via ?? '?';
  if (via.startsWith('argument')) return ARGUMENT;
  return via.startsWith('?') ? VAGUE : POINTER;
}

function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) starts[i + 1] = (starts[i] ?? 0) + (counts[i] ?? 0);
  return starts;
}

/** Names in capitals are macros that look like functions where a macro's expansion defines one. */
const macroLike = /^[A-Z][A-Z0-9_]*$/;

/**
 * Puts a graph into columns. Edges that start or end in a file that is not built are left out; `entries`
 * are the macros that define what the processor enters.
 */
export function flowOf(graph: KernelGraph, entries: RegExp): Flow {
  const size = graph.size;
  const built = new Uint8Array(size);
  const inModule = new Uint8Array(size);
  for (let id = 0; id < size; id += 1) {
    const { build, name } = graph.get(id);
    built[id] = build === 'not-built' || macroLike.test(name) ? 0 : 1;
    inModule[id] = build === 'module' ? 1 : 0;
  }
  const strong = strongOnes(graph, built);
  const enters = entryCalls(graph, entries);
  const from: number[] = [];
  const to: number[] = [];
  const line: number[] = [];
  const how: number[] = [];
  const via: number[] = [];
  const vias: string[] = [''];
  const viaNumbers = new Map<string, number>([['', 0]]);
  const outCounts = new Uint32Array(size);
  const inCounts = new Uint32Array(size);
  /** What each way of the graph is here. */
  const ways: { readonly how: number; readonly via: number }[] = [];
  const wayOf = (way: number): { readonly how: number; readonly via: number } => {
    const known = ways[way];
    if (known !== undefined) return known;
    const it = graph.wayOf(way);
    const text = it.via ?? '';
    const number = viaNumbers.get(text) ?? vias.length;
    if (number === vias.length) {
      vias.push(text);
      viaNumbers.set(text, number);
    }
    const found = { how: howOf(it), via: number };
    ways[way] = found;
    return found;
  };
  for (let id: FunctionId = 0; id < size; id += 1) {
    if (built[id] === 0) continue;
    graph.eachCall(id, (target, at, way) => {
      const callee = strong(target);
      if (built[callee] !== 1) return;
      const passed = wayOf(way);
      from.push(id);
      to.push(callee);
      line.push(at);
      how.push(enters(id, callee) ? ENTRY : passed.how);
      via.push(passed.via);
      outCounts[id] = (outCounts[id] ?? 0) + 1;
      inCounts[callee] = (inCounts[callee] ?? 0) + 1;
    });
  }
  doubt(graph, { from, to, line, how, via });
  const inStart = startsOf(inCounts);
  const fill = inStart.slice(0, size);
  const inEdges = new Uint32Array(to.length);
  for (const [edge, callee] of to.entries()) {
    const at = fill[callee] ?? 0;
    inEdges[at] = edge;
    fill[callee] = at + 1;
  }
  return {
    graph,
    size,
    outStart: startsOf(outCounts),
    inStart,
    inEdges,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    line: Uint32Array.from(line),
    how: Uint8Array.from(how),
    via: Uint32Array.from(via),
    vias,
    inModule,
  };
}

/**
 * Tells calls by which kernel code enters as the processor does: to the handler of an exception
 * (`vc_forward_exception()`), or to assembly that goes on in C (`asm_fred_entry_from_kvm`). Entry code
 * itself hands exceptions on: handlers do, and what is noinstr.
 */
function entryCalls(
  graph: KernelGraph,
  entries: RegExp,
): (caller: FunctionId, callee: FunctionId) => boolean {
  /** 1: the handler of an exception; 2: assembly that goes on in C. */
  const entered = new Uint8Array(graph.size);
  /** Assembly, handlers, and what is noinstr. */
  const isEntryCode = new Uint8Array(graph.size);
  for (let id: FunctionId = 0; id < graph.size; id += 1) {
    const { file, macro, attributes } = graph.get(id);
    const isAssembly = file.endsWith('.S');
    const isHandler = macro !== undefined && entries.test(macro);
    const isMarked = attributes.some((word) => word === 'noinstr' || word === '__always_inline');
    if (isHandler) entered[id] = 1;
    else if (isAssembly) {
      graph.eachCall(id, () => {
        entered[id] = 2;
      });
    }
    if (isAssembly) isEntryCode[id] = 2;
    else if (isHandler || isMarked) isEntryCode[id] = 1;
  }
  return (caller, callee) => {
    if (entered[callee] === 0) return false;
    return entered[callee] === 1 ? isEntryCode[caller] === 0 : isEntryCode[caller] !== 2;
  };
}

/**
 * Gives the definition that the linker takes instead of a `__weak` one, or of a header's stub that the
 * configuration leaves out, where there is one.
 */
function strongOnes(graph: KernelGraph, built: Uint8Array): (id: FunctionId) => FunctionId {
  const known = new Map<FunctionId, FunctionId>();
  return (id) => {
    const it = graph.get(id);
    if (built[id] === 1 && !it.attributes.includes('__weak')) return id;
    let found = known.get(id);
    if (found === undefined) {
      const others = graph.definitions(it.name).filter((other) => {
        const linked = built[other.id] === 1 && !other.isStatic;
        return linked && other.build !== 'unknown' && !other.attributes.includes('__weak');
      });
      found = others[0]?.id ?? id;
      known.set(id, found);
    }
    return found;
  };
}

/** At least this share of a field's functions must live beside the caller for it to be the field meant. */
const leastNearby = 0.2;

function folderOf(graph: KernelGraph, id: FunctionId): string {
  return graph.get(id).file.split('/').slice(0, 2).join('/');
}

/**
 * Where one call through a pointer may mean fields of several structs, the struct is the one whose
 * functions live near the caller (`ld->ops->read()` in drivers/tty: `tty_ldisc_ops`); the others are
 * only vague, and so are all when none lives near.
 */
function doubt(
  graph: KernelGraph,
  edges: Readonly<Record<'from' | 'to' | 'line' | 'how' | 'via', number[]>>,
): void {
  const sites = new Map<string, number[]>();
  for (const [edge, how] of edges.how.entries()) {
    if (how !== POINTER) continue;
    const key = `${edges.from[edge]}:${edges.line[edge]}`;
    const site = sites.get(key);
    if (site === undefined) sites.set(key, [edge]);
    else site.push(edge);
  }
  for (const site of sites.values()) {
    const first = edges.via[site[0] ?? 0];
    if (site.every((edge) => edges.via[edge] === first)) continue;
    const home = folderOf(graph, edges.from[site[0] ?? 0] ?? 0);
    const counts = new Map<number, { all: number; near: number }>();
    for (const edge of site) {
      const count = counts.get(edges.via[edge] ?? 0) ?? { all: 0, near: 0 };
      count.all += 1;
      if (folderOf(graph, edges.to[edge] ?? 0) === home) count.near += 1;
      counts.set(edges.via[edge] ?? 0, count);
    }
    const share = (via: number): number => {
      const count = counts.get(via);
      return count === undefined ? 0 : count.near / count.all;
    };
    const best = [...counts.keys()].reduce((a, b) => (share(b) > share(a) ? b : a));
    for (const edge of site) {
      if (edges.via[edge] !== best || share(best) < leastNearby) edges.how[edge] = VAGUE;
    }
  }
}

/** The edges out of `id`. */
export function* edgesFrom(flow: Flow, id: FunctionId): Generator<Edge> {
  const end = flow.outStart[id + 1] ?? 0;
  for (let edge = flow.outStart[id] ?? 0; edge < end; edge += 1) yield edge;
}

/** The edges into `id`. */
export function* edgesTo(flow: Flow, id: FunctionId): Generator<Edge> {
  const end = flow.inStart[id + 1] ?? 0;
  for (let at = flow.inStart[id] ?? 0; at < end; at += 1) yield flow.inEdges[at] ?? -1;
}

/** The callee of an edge. */
export function toOf(flow: Flow, edge: Edge): FunctionId {
  return flow.to[edge] ?? -1;
}

/** The caller of an edge. */
export function fromOf(flow: Flow, edge: Edge): FunctionId {
  return flow.from[edge] ?? -1;
}

/** The macro, pointer field or parameter that an edge goes through; empty for none. */
export function viaOf(flow: Flow, edge: Edge): string {
  return flow.vias[flow.via[edge] ?? 0] ?? '';
}
