import type { KernelProfile } from '../model.ts';

/**
 * When tries happen, in seconds after the transition began: the first at once, the second after
 * `round_jiffies_relative(HZ)` (0.75 to 1.75 s, here the longest), then every second.
 */
export function secondsOfTry(number: number): number {
  return number <= 1 ? 0 : 1.75 + (number - 2);
}

/**
 * Whether fake signals follow the try of that number (counted from 1 since the transition began or was
 * reversed), should it fail.
 */
export function signalsDueAt(profile: KernelProfile, number: number): boolean {
  const first = profile.signalFirstTry;
  if (first === undefined || number < first) return false;
  return (number - first) % profile.signalEveryTries === 0;
}

/**
 * How many rounds of fake signals a transition of that many tries has had, of which some were made before
 * it was reversed.
 */
export function signalRounds(profile: KernelProfile, tries: number, beforeReversal = 0): number {
  let rounds = 0;
  for (let number = 1; number < tries; number += 1)
    if (signalsDueAt(profile, number - beforeReversal)) rounds += 1;
  return rounds;
}
