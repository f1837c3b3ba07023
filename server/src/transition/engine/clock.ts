/**
 * When tries happen, in seconds after the transition began: the first at once, the second after
 * `round_jiffies_relative(HZ)` (0.75 to 1.75 s, here the longest), then every second.
 */
export function secondsOfTry(number: number): number {
  return number <= 1 ? 0 : 1.75 + (number - 2);
}
