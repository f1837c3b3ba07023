import type { CallEdge, KernelGraph } from '../../kernel/model.ts';
import { ARGUMENT, CALL, POINTER, VAGUE } from './flow.ts';

function howOf(edge: Pick<CallEdge, 'kind' | 'via'>): number {
  if (edge.kind !== 'pointer') return CALL;
  const via = edge.via ?? '?';
  if (via.startsWith('argument ')) return ARGUMENT;
  return via.startsWith('?') ? VAGUE : POINTER;
}

/** What each way of a graph is in a flow. */
export class Ways {
  readonly vias: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #how: number[] = [];
  readonly #via: number[] = [];
  readonly #graph: KernelGraph;

  constructor(graph: KernelGraph) {
    this.#graph = graph;
  }

  howOf(way: number): number {
    return this.#how[way] ?? this.#learn(way);
  }

  /** The number of what a way that was asked for before goes through. */
  viaOf(way: number): number {
    return this.#via[way] ?? 0;
  }

  #learn(way: number): number {
    const it = this.#graph.wayOf(way);
    const text = it.via ?? '';
    const number = this.#numbers.get(text) ?? this.vias.length;
    if (number === this.vias.length) {
      this.vias.push(text);
      this.#numbers.set(text, number);
    }
    const how = howOf(it);
    this.#how[way] = how;
    this.#via[way] = number;
    return how;
  }
}
