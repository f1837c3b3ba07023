import { OWNER_LINE, OWNER_NAME, OWNER_PARAMETER, OWNER_STRIDE } from '../index/record.ts';
import { CONTINUED, FUNCTION, OFF } from '../scan/facts.ts';
import type { Scope } from './scope.ts';

/** A function's file, and its place in that file's record. */
export interface OwnerPlace {
  readonly file: number;
  readonly owner: number;
}

/** Where a function stands. */
export function placeOf(scope: Scope, id: number): OwnerPlace {
  const file = scope.fileOfFunction(id);
  const { functions } = scope.facts.record(file);
  return { file, owner: functions[id - scope.facts.functionsBefore(file)] ?? 0 };
}

/** The function that an owner is, or is the rest of; -1 for what stands outside functions. */
export function functionAt(scope: Scope, file: number, owner: number): number {
  const { owners, functions } = scope.facts.record(file);
  if (((owners[owner * OWNER_STRIDE] ?? 0) & 3) !== FUNCTION) return -1;
  // The functions come first, and a rest after the function that it is of.
  let low = 0;
  let high = functions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((functions[middle] ?? 0) <= owner) low = middle;
    else high = middle - 1;
  }
  let found = low;
  if (((owners[owner * OWNER_STRIDE] ?? 0) & CONTINUED) !== 0) {
    const name = owners[owner * OWNER_STRIDE + OWNER_NAME];
    while (found > 0 && owners[(functions[found] ?? 0) * OWNER_STRIDE + OWNER_NAME] !== name)
      found--;
  }
  return scope.facts.functionsBefore(file) + found;
}

/** The owners that make up a function: itself, and rests that a preprocessor branch cut off. */
export function partsOf(scope: Scope, { file, owner }: OwnerPlace): readonly number[] {
  const { owners } = scope.facts.record(file);
  const base = owner * OWNER_STRIDE;
  const parts = [owner];
  for (let at = base + OWNER_STRIDE; at < owners.length; at += OWNER_STRIDE) {
    const flags = owners[at] ?? 0;
    if ((flags & 3) !== FUNCTION || owners[at + OWNER_LINE] !== owners[base + OWNER_LINE]) break;
    if ((flags & CONTINUED) !== 0 && owners[at + OWNER_NAME] === owners[base + OWNER_NAME]) {
      parts.push(at / OWNER_STRIDE);
    }
  }
  return parts;
}

/** The struct that a function's first parameter points to, or 0. */
export function firstParameter(scope: Scope, id: number): number {
  const { file, owner } = placeOf(scope, id);
  return scope.facts.record(file).owners[owner * OWNER_STRIDE + OWNER_PARAMETER] ?? 0;
}

/** A function's name. */
export function nameOf(scope: Scope, id: number): number {
  const { file, owner } = placeOf(scope, id);
  return scope.facts.record(file).owners[owner * OWNER_STRIDE + OWNER_NAME] ?? 0;
}

/** The one-based line of a function's name. */
export function lineOf(scope: Scope, id: number): number {
  const { file, owner } = placeOf(scope, id);
  return scope.facts.record(file).owners[owner * OWNER_STRIDE + OWNER_LINE] ?? 0;
}

/** Whether a function is in the kernel, as far as the configuration tells. */
export function isBuilt(scope: Scope, id: number): boolean {
  const { file, owner } = placeOf(scope, id);
  const flags = scope.facts.record(file).owners[owner * OWNER_STRIDE] ?? 0;
  return (flags & OFF) === 0 && scope.isBuilt(file);
}
