import type { Certainty, PathStep } from '../model.ts';
import { NumberReader, NumberWriter } from './bytes.ts';

/** Certainties by their number in the file. */
export const certainties: readonly Certainty[] = ['certain', 'likely', 'guess'];

/** A step in a file: the entity, the line against the entity's own, the certainty, the next step's number or -1. */
interface StoredStep {
  readonly entity: number;
  readonly line: number;
  readonly certainty: number;
  readonly next: number;
}

/** Numbers of a step that was read: those of `StoredStep`, in its order. */
export const STEP_STRIDE = 4;

/** Steps that many paths share, each stored once. */
export class StepPool {
  readonly #steps: StoredStep[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #entityOf: (step: PathStep) => number;
  readonly #lineOf: (entity: number) => number;

  constructor(entityOf: (step: PathStep) => number, lineOf: (entity: number) => number) {
    this.#entityOf = entityOf;
    this.#lineOf = lineOf;
  }

  /** Puts in steps that lead from the first to the last; gives the first one's number, -1 for none. */
  add(steps: readonly PathStep[]): number {
    let next = -1;
    for (const step of [...steps].reverse()) {
      const entity = this.#entityOf(step);
      const line = step.line - this.#lineOf(entity);
      const certainty = certainties.indexOf(step.certainty);
      const key = `${entity} ${line} ${certainty} ${next}`;
      let number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#steps.length;
        this.#numbers.set(key, number);
        this.#steps.push({ entity, line, certainty, next });
      }
      next = number;
    }
    return next;
  }

  bytes(): Uint8Array {
    const writer = new NumberWriter();
    let before = 0;
    for (const [number, step] of this.#steps.entries()) {
      writer.writeSigned(step.entity - before);
      writer.writeSigned(step.line);
      writer.write(step.certainty);
      writer.write(step.next === -1 ? 0 : number - step.next);
      before = step.entity;
    }
    return writer.bytes();
  }
}

/** Reads a pool's steps: rows of `STEP_STRIDE` numbers. */
export function readSteps(bytes: Uint8Array): Int32Array {
  const reader = new NumberReader(bytes);
  // Each of a step's four numbers takes a byte at least.
  const steps = new Int32Array(bytes.length);
  let length = 0;
  let before = 0;
  while (!reader.atEnd) {
    const entity = before + reader.readSigned();
    steps[length] = entity;
    steps[length + 1] = reader.readSigned();
    steps[length + 2] = reader.read();
    const back = reader.read();
    steps[length + 3] = back === 0 ? -1 : length / STEP_STRIDE - back;
    before = entity;
    length += STEP_STRIDE;
  }
  return steps.slice(0, length);
}
