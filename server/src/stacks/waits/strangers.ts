import type { FunctionId } from '../../kernel/model.ts';
import { IN_IMAGE, IN_MODULE, isMarked } from '../flow/definitions.ts';
import { CALL, type Edge, type Flow, fromOf, POINTER, toOf } from '../flow/flow.ts';

/** More modules than a tree has. */
const most = 1 << 20;

/**
 * Tells pointers that lead from a module into one that it has nothing to do with. What the kernel's image calls too
 * (`proto_ops.shutdown`) is implemented by modules that know the image, and a module that calls it has certain ones in
 * mind: `libceph` closes sockets of TCP, and none of Bluetooth. Modules that know each other call each other outright,
 * as drivers do the core that calls them.
 */
export class Strangers {
  readonly #flow: Flow;
  /** The number of the module that each file goes into; 0 is none. */
  readonly #moduleOf: Uint32Array;
  readonly #acquainted = new Set<number>();
  /** The numbers of the pointers that the image calls. */
  readonly #ofImage = new Set<number>();

  constructor(flow: Flow) {
    this.#flow = flow;
    this.#moduleOf = modulesOf(flow);
    for (let edge = 0; edge < flow.to.length; edge += 1) {
      if (flow.how[edge] === CALL) {
        this.#acquainted.add(this.#pairOf(edge));
      } else if (flow.how[edge] === POINTER && isMarked(flow, fromOf(flow, edge), IN_IMAGE)) {
        this.#ofImage.add(flow.via[edge] ?? 0);
      }
    }
  }

  /** Whether a call through a pointer leads to such a module. */
  meet(edge: Edge): boolean {
    const { how, via } = this.#flow;
    if (how[edge] !== POINTER || !this.#ofImage.has(via[edge] ?? 0)) return false;
    const [from, to] = [fromOf(this.#flow, edge), toOf(this.#flow, edge)];
    const [caller, callee] = [this.#of(from), this.#of(to)];
    if (caller === 0 || callee === 0 || caller === callee) return false;
    return !this.#acquainted.has(pair(caller, callee));
  }

  #of(id: FunctionId): number {
    return this.#moduleOf[this.#flow.fileOf[id] ?? 0] ?? 0;
  }

  /** The modules of a call's two ends, in no order; 0 where one is in none. */
  #pairOf(edge: Edge): number {
    const caller = this.#of(fromOf(this.#flow, edge));
    const callee = this.#of(toOf(this.#flow, edge));
    return caller === 0 || callee === 0 ? 0 : pair(caller, callee);
  }
}

function pair(one: number, other: number): number {
  return Math.min(one, other) * most + Math.max(one, other);
}

function modulesOf({ files, firstIn, graph, marks }: Flow): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(files, (file) => {
    const first = firstIn.get(file) ?? -1;
    if (((marks[first] ?? 0) & IN_MODULE) === 0) return 0;
    const module = graph.get(first).module ?? file;
    const number = numbers.get(module) ?? numbers.size + 1;
    numbers.set(module, number);
    return number;
  });
}
