import type { Column } from '../layout/columns.ts';

/** Ticks closer than this run together. */
const CLOSEST = 4;

/** Where the tries of one column are drawn: one tick each, or as many as can be told apart. */
export function ticksOf({ x, end }: Column, tries: number): readonly number[] {
  const shown = Math.max(1, Math.min(tries, Math.floor((end - x) / CLOSEST) + 1));
  if (shown === 1) return [x];
  return Array.from({ length: shown }, (_, index) => x + ((end - x) * index) / (shown - 1));
}
