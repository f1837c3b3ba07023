import type { Actor, Model, Place } from '../engine/program.ts';

/** How often fake signals wake a sleeper that nothing else does. */
function signalsWake({ profile }: Model, { kind, unreliable }: Actor, place: Place): number {
  if (profile.signalFirstTry === undefined || place.state !== 'interruptible') return 0;
  if (place.deaf) return 0;
  const checked = profile.consistency === 'per-task' && profile.reliableStacks && !unreliable;
  const stays = !checked || place.sight.any || place.home.any;
  if (!stays) return 0;
  // A user task is switched by it; a kernel thread sleeps again where it was.
  return kind === 'user' ? 1 : Number.POSITIVE_INFINITY;
}

/**
 * How often a sleeper can wake up: by itself, by events, or by fake signals; a frozen one cannot. Infinite for a program that
 * comes round to its beginning.
 */
export function wakeUps(model: Model, actor: Actor): number {
  let count = 0;
  for (const place of actor.places) {
    if (place.kind === 'exit') return count;
    if (place.kind === 'fork') continue;
    // Once it is thawed it can; not to count on that is on the safe side.
    if (place.frozen) return count;
    if (place.until.kind === 'never') return count + signalsWake(model, actor, place);
    count += 1;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Whether sleepers can wake up often enough to reach each of the idle CPUs `needy` once. Each wake-up is
 * on one CPU that the sleeper may use (augmenting paths, as for bipartite matchings).
 */
export function reachAll(
  model: Model,
  sleepers: readonly Actor[],
  needy: readonly number[],
): boolean {
  const budgets = sleepers.map((actor) => wakeUps(model, actor));
  const given = new Map<number, number>();
  const assign = (cpu: number, seen: Set<number>): boolean => {
    for (const [index, sleeper] of sleepers.entries()) {
      if (seen.has(index) || !sleeper.cpus.includes(cpu)) continue;
      seen.add(index);
      const taken = [...given].filter(([, by]) => by === index).map(([other]) => other);
      const free = taken.length < (budgets[index] ?? 0);
      if (free || taken.some((other) => given.delete(other) && assign(other, seen))) {
        given.set(cpu, index);
        return true;
      }
    }
    return false;
  };
  return needy.every((cpu) => assign(cpu, new Set()));
}
