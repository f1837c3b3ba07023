import { checksum } from '../../kernel/index/checksum.ts';
import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import { certainties } from '../facts/steps.ts';
import { TextTable } from '../facts/text-table.ts';
import type { PathStep } from '../model.ts';
import type { StackFacts } from '../stack-facts.ts';
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
  readonly #known = new Map<string, number>();
  readonly #functionOf: (step: PathStep) => FunctionId;

  constructor(functionOf: (step: PathStep) => FunctionId) {
    this.#functionOf = functionOf;
  }

  /** Puts in steps that lead from the first to the last; gives the first one's number, -1 for none. */
  add(steps: readonly PathStep[]): number {
    let next = -1;
    for (let at = steps.length - 1; at >= 0; at -= 1) {
      const step = steps[at];
      if (step === undefined) continue;
      const id = this.#functionOf(step);
      const certainty = certainties.indexOf(step.certainty);
      const key = `${id} ${step.line} ${certainty} ${next}`;
      let number = this.#known.get(key);
      if (number === undefined) {
        number = this.numbers.length / stepStride;
        this.numbers.push(id, step.line, certainty, next);
        this.#known.set(key, number);
      }
      next = number;
    }
    return next;
  }
}

/** Finds the function of a path's step again. */
function functionsByPlace(graph: KernelGraph): (step: PathStep) => FunctionId {
  const known = new Map<string, FunctionId>();
  return (step) => {
    const key = `${step.file} ${step.function}`;
    let id = known.get(key);
    if (id === undefined) {
      id = graph.definitions(step.function).find((it) => it.file === step.file)?.id ?? 0;
      known.set(key, id);
    }
    return id;
  };
}

/** The facts of every function of a kernel, in the format of `format.ts`. */
export function encodeStacks(graph: KernelGraph, facts: StackFacts, stamp: string): Uint8Array {
  const shapes = new TextTable();
  const entries = new TextTable();
  const steps = new Steps(functionsByPlace(graph));
  const starts = new Uint32Array(graph.size + 1);
  const rows: number[] = [];
  for (let id: FunctionId = 0; id < graph.size; id += 1) {
    const { entry, residency } = facts.of(id);
    const { name } = graph.get(id);
    rows.push(entries.number(JSON.stringify(entry)));
    for (const { path, ...shape } of residency) {
      const here = Math.max(
        path.findIndex((step) => step.function === name),
        0,
      );
      const above = steps.add(path.slice(0, here).reverse());
      const below = steps.add(path.slice(here));
      rows.push(shapes.number(JSON.stringify(shape)), above + 1, below + 1);
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
