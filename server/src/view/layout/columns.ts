import type { Step } from '../model.ts';

/** Where a step stands on the axis, in pixels from the first one. */
export interface Column {
  /** The middle of it, where what it changes begins; for quiet tries their first. */
  readonly x: number;
  /** For quiet tries the last one; otherwise `x`. */
  readonly end: number;
  readonly left: number;
  readonly right: number;
}

/** The narrowest and the widest that one step is drawn. */
const NARROWEST = 18;
const WIDEST = 104;

/** How many steps' room the tries of a quiet stretch get: more tries, more room, up to a bound. */
function weightOf(step: Step): number {
  return step.tries > 1 ? 1 + Math.min(3.5, step.tries * 0.11) : 1;
}

/** Room for the time that passes between two steps: it grows with the logarithm of the seconds. */
function gapBetween(before: Step | undefined, step: Step): number {
  const passed = before === undefined ? 0 : step.seconds - before.until;
  return passed <= 0 ? 0 : 0.35 * Math.log2(1 + passed) + 0.15;
}

/**
 * The columns of the steps, from left to right. Steps of the same moment stand side by side; time that
 * passes widens the axis less and less, so that a minute of waiting does not push the first second
 * together. They fill `room` pixels where that can be done with readable columns, else they take what
 * they need.
 */
export function columnsOf(steps: readonly Step[], room: number): readonly Column[] {
  const weights = steps.map((step, index) => ({
    gap: gapBetween(steps[index - 1], step),
    weight: weightOf(step),
  }));
  const total = weights.reduce((sum, { gap, weight }) => sum + gap + weight, 0);
  const unit = Math.min(WIDEST, Math.max(NARROWEST, room / Math.max(total, 1)));
  let left = 0;
  return weights.map(({ gap, weight }) => {
    const start = left + gap * unit;
    left = start + weight * unit;
    return { x: start + unit / 2, end: left - unit / 2, left: start, right: left };
  });
}
