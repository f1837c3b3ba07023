import type { FunctionId } from '../../kernel/model.ts';
import { CALL, type Edge, type Flow, fromOf, toOf } from '../flow/flow.ts';

/** The functions behind each `struct.field`, which is told by its number among the `vias` of a flow. */
export type Targets = ReadonlyMap<number, ReadonlySet<FunctionId>>;

/** A folder of so many names is one implementer's (`fs/ext4`); above it each file is for itself (`mm/shmem.c`). */
const leastFolders = 2;

/** Numbers texts, equal ones alike. */
function numbered(texts: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

function foldersOf(file: string): readonly string[] {
  return file.split('/').slice(0, -1);
}

/** The implementer that the functions of a file belong to. */
function homeOf(file: string): string {
  const folders = foldersOf(file);
  return folders.length < leastFolders ? file : folders.join('/');
}

/** What the implementers of a kind have in common (`fs`); a file that is its own home has nothing. */
function kindOf(file: string): string {
  const folders = foldersOf(file);
  return folders.length < leastFolders ? file : (folders[0] ?? '');
}

/** Tells ways that lead from one implementer of a pointer through code for all of them into another. */
export class Homes {
  readonly #flow: Flow;
  readonly #homeOf: Uint32Array;
  readonly #kindOf: Uint32Array;
  /** The homes of each pointer's functions. */
  readonly #homes: ReadonlyMap<number, ReadonlySet<number>>;

  constructor(flow: Flow, targets: Targets) {
    this.#flow = flow;
    this.#homeOf = numbered(flow.files.map(homeOf));
    this.#kindOf = numbered(flow.files.map(kindOf));
    this.#homes = new Map(
      [...targets].map(([via, ids]) => [via, new Set([...ids].map((id) => this.of(id)))]),
    );
  }

  /** The number of the implementer that a function belongs to. */
  of(id: FunctionId): number {
    return this.#homeOf[this.#flow.fileOf[id] ?? 0] ?? 0;
  }

  /** The implementer that some functions all belong to, by its number; -1 where they belong to several, or are none. */
  oneOf(ids: Iterable<FunctionId>): number {
    const homes = new Set<number>();
    for (const id of ids) homes.add(this.of(id));
    const [home = -1] = homes;
    return homes.size === 1 ? home : -1;
  }

  /**
   * Whether a way that begins in a function leads, by a pointer that code elsewhere calls, past what its own home
   * has behind that pointer: `ext4_file_write_iter()` by way of `generic_perform_write()` into `fuse_write_begin()`,
   * where it can but come to `ext4_write_begin()`.
   */
  strays(id: FunctionId, way: readonly Edge[]): boolean {
    const home = this.of(id);
    const { via } = this.#flow;
    return way.some(
      (edge) => this.#leads(edge, home) && this.#homes.get(via[edge] ?? 0)?.has(home) === true,
    );
  }

  /**
   * Whether such a pointer leads from an implementer to another of its kind, of which it is not known that the first
   * has anything behind it: `cifs_strict_readv()` by way of `filemap_read()` into FUSE. There may be such a way.
   */
  crosses(id: FunctionId, way: readonly Edge[]): boolean {
    const home = this.of(id);
    const kind = this.#kind(id);
    return way.some(
      (edge) => this.#leads(edge, home) && this.#kind(toOf(this.#flow, edge)) === kind,
    );
  }

  /** Whether an edge is a pointer that code elsewhere calls, and leads elsewhere. */
  #leads(edge: Edge, home: number): boolean {
    if (this.#flow.how[edge] === CALL || this.of(toOf(this.#flow, edge)) === home) return false;
    return this.of(fromOf(this.#flow, edge)) !== home;
  }

  #kind(id: FunctionId): number {
    return this.#kindOf[this.#flow.fileOf[id] ?? 0] ?? 0;
  }
}
