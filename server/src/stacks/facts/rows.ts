import type { NumberReader } from './bytes.ts';
import { FactsError } from './facts-error.ts';
import type { RowHead } from './format.ts';

/** What a row says, its numbers those of other columns. */
export interface StoredRow {
  readonly patch: number;
  readonly entry: number;
  readonly effectiveSet: readonly number[];
  /** A residency's shape, and the first steps above the function and from it on, or -1. */
  readonly residency: readonly (readonly [shape: number, above: number, below: number])[];
}

/**
 * The rows of a file, read into one list of numbers: each row's head, the entities that it is inlined
 * into, and for each residency the first step above and the first from it on.
 */
export class StoredRows {
  constructor(
    private readonly heads: readonly RowHead[],
    private readonly starts: Uint32Array,
    private readonly numbers: Int32Array,
  ) {}

  at(row: number): StoredRow {
    const head = this.headOf(row);
    const set = (this.starts[row] ?? 0) + 1;
    const paths = set + head.set;
    return {
      patch: head.patch,
      entry: head.entry,
      effectiveSet: [...this.numbers.subarray(set, paths)],
      residency: head.residencies.map(([shape], index) => {
        const at = paths + 2 * index;
        return [shape, this.numbers[at] ?? -1, this.numbers[at + 1] ?? -1];
      }),
    };
  }

  /** The first step above the function of a row in one of its residencies, -1 for none; `undefined` past the last. */
  firstAbove(row: number, residency: number): number | undefined {
    const head = this.headOf(row);
    if (residency >= head.residencies.length) return undefined;
    return this.numbers[(this.starts[row] ?? 0) + 1 + head.set + 2 * residency];
  }

  private headOf(row: number): RowHead {
    return this.heads[this.numbers[this.starts[row] ?? 0] ?? 0] ?? noHead;
  }
}

const noHead: RowHead = { patch: -1, entry: -1, set: 0, residencies: [] };

/** Reads `count` rows; `heads` is the text of that column. Throws `FactsError` on damage. */
export function readRows(reader: NumberReader, count: number, heads: string): StoredRows {
  const parsed = JSON.parse(`[${heads.trimEnd().replaceAll('\n', ',')}]`) as readonly RowHead[];
  const starts = new Uint32Array(count);
  const numbers: number[] = [];
  let lastAbove = -1;
  let lastBelow = -1;
  for (let row = 0; row < count; row += 1) {
    const number = reader.read();
    const head = parsed[number];
    if (head === undefined) throw new FactsError('A row of the bundled facts has no head.');
    starts[row] = numbers.length;
    numbers.push(number);
    for (let left = head.set; left > 0; left -= 1) numbers.push(row + reader.readSigned());
    for (const [, hasAbove, hasBelow] of head.residencies) {
      const above = hasAbove ? lastAbove + reader.readSigned() : -1;
      const below = hasBelow ? lastBelow + reader.readSigned() : -1;
      lastAbove = Math.max(lastAbove, above);
      lastBelow = Math.max(lastBelow, below);
      numbers.push(above, below);
    }
  }
  return new StoredRows(parsed, starts, new Int32Array(numbers));
}
