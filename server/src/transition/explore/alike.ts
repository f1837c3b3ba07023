import type { Actor, Place } from '../engine/program.ts';

/** Alike tasks on one CPU that are looked at: one is not alone, further ones change nothing. */
export const ALIKE = 2;

function placeKey(place: Place): string {
  return [
    place.kind,
    place.sight.key,
    place.restarted.key,
    place.home.key,
    place.state,
    place.freezable,
    place.frozen,
    place.deaf,
    JSON.stringify(place.until),
    place.yields,
    place.child,
  ].join(':');
}

/** Equal for tasks that behave alike. */
export function actorKey(actor: Actor): string {
  const { kind, rank, shares, unreliable, born, cpus } = actor;
  return [kind, rank, shares, unreliable, born, cpus.join('.'), ...actor.places.map(placeKey)].join(
    ' ',
  );
}

/** Alike tasks: one of them, and how many there are. */
export interface Kind {
  readonly one: Actor;
  readonly count: number;
}

/** Tasks by kind, in their order. */
export function kindsOf(actors: readonly Actor[]): readonly Kind[] {
  const kinds = new Map<string, { one: Actor; count: number }>();
  for (const actor of actors) {
    const key = actorKey(actor);
    const kind = kinds.get(key) ?? { one: actor, count: 0 };
    kind.count += 1;
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

/** Keeps {@link ALIKE} of each kind of task that nothing else refers to. */
export function withoutMoreOfTheSame(actors: readonly Actor[], tied: ReadonlySet<Actor>): Actor[] {
  const seen = new Map<string, number>();
  return actors.filter((actor) => {
    if (tied.has(actor)) return true;
    const key = actorKey(actor);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= ALIKE;
  });
}
