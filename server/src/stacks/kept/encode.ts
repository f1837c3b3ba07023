import { checksum } from '../../kernel/index/checksum.ts';
import type { FunctionId } from '../../kernel/model.ts';
import type { EntryFact } from '../fact.ts';
import { certainties } from '../facts/steps.ts';
import { TextTable } from '../facts/text-table.ts';
import type { Flow } from '../flow/flow.ts';
import { plainLeaf } from '../kinds/basic.ts';
import { type Found, numbered, type Path, type Step } from '../kinds/path.ts';
import type { FoundStacks } from '../stack-facts.ts';
import {
  headBytes,
  keptMagic,
  keptVersion,
  padded,
  type SectionName,
  sectionNames,
  stepStride,
} from './format.ts';

/** Steps that many paths share, each stored once. */
class Steps {
  readonly numbers: number[] = [];
  readonly #flow: Flow;
  /** Of each step the number that it was stored by last, and of each number the one before of the same step. */
  readonly #last: Int32Array;
  readonly #before: number[] = [];

  constructor(flow: Flow) {
    this.#flow = flow;
    this.#last = new Int32Array(flow.size + flow.to.length).fill(-1);
  }

  /** Puts in steps that lead from the first to the last; gives the first one's number, -1 for none. */
  add(path: Path): number {
    let next = -1;
    for (let at = path.length - 1; at >= 0; at -= 1) next = this.#number(path[at] ?? 0, next);
    return next;
  }

  #number(step: Step, next: number): number {
    const key = step + this.#flow.size;
    const { numbers } = this;
    let number = this.#last[key] ?? -1;
    while (number !== -1 && numbers[number * stepStride + 3] !== next) {
      number = this.#before[number] ?? -1;
    }
    if (number !== -1) return number;
    number = numbers.length / stepStride;
    const { id, line, certainty } = numbered(this.#flow, step);
    numbers.push(id, line, certainties.indexOf(certainty), next);
    this.#before.push(this.#last[key] ?? -1);
    this.#last[key] = number;
    return number;
  }
}

/** Whether a function is as those are that `format.ts` keeps no row of. */
function isPlain({ when }: EntryFact, residency: readonly Found[]): boolean {
  return when === 'call' && residency.length === 1 && residency[0] === plainLeaf;
}

/** The facts of every function of a kernel, in the format of `format.ts`. */
export function encodeStacks(stacks: FoundStacks, stamp: string): Uint8Array {
  const { flow } = stacks;
  const shapes = new TextTable();
  const entries = new TextTable();
  const steps = new Steps(flow);
  const starts = new Uint32Array(flow.size + 1);
  const rows: number[] = [];
  for (let id: FunctionId = 0; id < flow.size; id += 1) {
    const entry = stacks.entry(id);
    const residency = stacks.residency(id);
    if (!isPlain(entry, residency)) {
      rows.push(entries.number(JSON.stringify(entry)));
      for (const { path, ...shape } of residency) {
        const here = Math.max(
          path.findIndex((step) => numbered(flow, step).id === id),
          0,
        );
        const above = steps.add(path.slice(0, here).reverse());
        const below = steps.add(path.slice(here));
        rows.push(shapes.number(JSON.stringify(shape)), above + 1, below + 1);
      }
    }
    starts[id + 1] = rows.length;
  }
  return joined({
    stamp: new TextEncoder().encode(stamp),
    shapes: shapes.bytes(),
    entries: entries.bytes(),
    starts: bytesOf(starts),
    rows: bytesOf(Uint32Array.from(rows)),
    steps: bytesOf(Int32Array.from(steps.numbers)),
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function joined(parts: Readonly<Record<SectionName, Uint8Array>>): Uint8Array {
  const length = sectionNames.reduce((sum, name) => sum + padded(parts[name].length), headBytes);
  const whole = new Uint8Array(length);
  const head = new DataView(whole.buffer);
  whole.set(new TextEncoder().encode(keptMagic));
  head.setUint32(keptMagic.length, keptVersion, true);
  let table = keptMagic.length + 8;
  let at = headBytes;
  for (const name of sectionNames) {
    head.setUint32(table, parts[name].length, true);
    whole.set(parts[name], at);
    table += 4;
    at += padded(parts[name].length);
  }
  const from = keptMagic.length + 8;
  head.setUint32(keptMagic.length + 4, checksum(whole.buffer, from, length - from), true);
  return whole;
}
