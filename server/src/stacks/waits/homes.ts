import type { FunctionId } from '../../kernel/model.ts';
import { CALL, type Edge, type Flow, fromOf, toOf } from '../flow/flow.ts';

/** The functions behind each `struct.field`, which is told by its number among the `vias` of a flow. */
export type Targets = ReadonlyMap<number, ReadonlySet<FunctionId>>;

/** A folder of so many names is one implementer's (`fs/ext4`); above it each file is for itself (`mm/shmem.c`). */
const leastFolders = 2;

/** The implementer that the functions of each file belong to, as a number. */
function homesOf(files: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(files, (file) => {
    const folders = file.split('/').slice(0, -1);
    const home = folders.length < leastFolders ? file : folders.join('/');
    const number = numbers.get(home) ?? numbers.size;
    numbers.set(home, number);
    return number;
  });
}

/** Tells ways that lead from one implementer of a pointer through code for all of them into another. */
export class Homes {
  readonly #flow: Flow;
  readonly #homeOf: Uint32Array;
  /** The homes of each pointer's functions. */
  readonly #homes: ReadonlyMap<number, ReadonlySet<number>>;

  constructor(flow: Flow, targets: Targets) {
    this.#flow = flow;
    this.#homeOf = homesOf(flow.files);
    this.#homes = new Map(
      [...targets].map(([via, ids]) => [via, new Set([...ids].map((id) => this.#of(id)))]),
    );
  }

  /**
   * Whether a way that begins in a function leads, by a pointer that code elsewhere calls, past what its own home
   * has behind that pointer: `ext4_file_write_iter()` by way of `generic_perform_write()` into `fuse_write_begin()`,
   * where it can but come to `ext4_write_begin()`.
   */
  strays(id: FunctionId, way: readonly Edge[]): boolean {
    const home = this.#of(id);
    const { how, via } = this.#flow;
    return way.some((edge) => {
      if (how[edge] === CALL || this.#of(toOf(this.#flow, edge)) === home) return false;
      if (this.#of(fromOf(this.#flow, edge)) === home) return false;
      return this.#homes.get(via[edge] ?? 0)?.has(home) === true;
    });
  }

  #of(id: FunctionId): number {
    return this.#homeOf[this.#flow.fileOf[id] ?? 0] ?? 0;
  }
}
