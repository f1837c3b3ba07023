import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import type { Definitions } from './definitions.ts';

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
export interface Flow extends Definitions {
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
  /** The calls that a macro makes at once to where the pointer beside them may lead. */
  readonly guessed: ReadonlySet<Edge>;
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
